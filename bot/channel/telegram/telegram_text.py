"""What the bot says itself; what the assistant says stands in handlers."""

COMMANDS = (
    ("new", "反映一件事"),
    ("status", "问办得怎样"),
    ("news", "开关进展通知"),
    ("language", "简体、繁體"),
    ("forget", "删掉我的信息"),
    ("help", "怎么用"),
    ("start", "从头来"),
)
OLD_BUTTON = "这个按钮过时了，请看最新的一条。"
CANNOT_READ = "这个我看不了。请打字、发语音，或者发照片、发位置给我。"
FORWARDED = "转发来的话，我分不清是谁说的。要是您想反映，请用自己的话说给我听。"
EDITED = "改过的话我看不到，请把对的再发一遍。"
TOO_LONG_VOICE = "这段语音太长了，我一次听不完。请分几段说，每段五分钟以内，先说最要紧的。"
TOO_BIG = "这个太大了，我收不下来。请发小一点的，或者打字给我。"
NOT_FETCHED = "这个没有收到，请再发一遍，也可以打字。"
IN_GROUP = "这里人多，为了保护您的信息，请点下面的按钮，单独跟我说。"
IN_GROUP_TITLE = "单独跟我说"
