"""What the command line says."""

HELP = """小清：人大代表联络站的语音助手，离线运行。

先试试：xiaoqing serve（打开 http://127.0.0.1:8000），或 xiaoqing chat（在终端里对话）。
数据放在 XIAOQING_HOME（默认 ./var）。"""

UNFORESEEN = "出了没想到的错：{error}。设 XIAOQING_DEBUG=1 再运行可看到详情。"
NO_FILE = "没有这个文件：{path}"
NO_READ = "读不了 {path}：{why}"
BAD_LINE = '{path} 第 {line} 行不对：{why}。每行要像 {{"id": "1", "text": "路灯坏了"}}'
BAD_STATION = "没有这个站点编码：{code}。编码是区划代码，例如 330102001（清波街道）"
BAD_ENGINE = "没有叫 {name} 的理解引擎。可用：{names}"
NO_MODEL = "没有叫 {name} 的模型。可用：{names}"
NO_EAR = "还没有装听力模型：{why}。可运行 xiaoqing models install whisper-base"
LISTENING_WITH = "用 {engine} 识别"
LOADING = "正在准备听力模型"
TRANSCRIBING = "识别"
READING = "理解"
NOT_TRANSCRIBED = "{path}：{why}"
INSTALLED, NOT_INSTALLED = "已安装", "未安装"
INSTALLED_NOW = "{name} 已安装在 {path}"
CHAT_HINT = "（直接打字。空行重听上一句，按 Ctrl-D 结束。）"
CHAT_BYE = "再见。"
DEMO_DONE = (
    "已放进 {stations} 个站点、{representatives} 位代表、{units} 个承办单位、{opinions} 件意见。"
)
DEMO_ALREADY = "演示数据已经在了，没有再放一遍。"
DEMO_FILLING = "放入演示数据"
SERVING = "小清在 {url} 等您。按 Ctrl-C 停下。"
TLS_MADE = "已做好本机证书。每台一体机要信任一次：把 {path} 装进它的“受信任的根证书”。"
TLS_HALF = "--certificate 和 --key 要一起给"
PORT_TAKEN = "端口 {port} 已被占用。换一个：xiaoqing serve --port {other}"
EAR_READY = "能听了（{engine}）"
EAR_FAILED = "暂时听不了：{why}。打字和触摸照常可用。"
FETCHING = "下载听力模型 {name}"
