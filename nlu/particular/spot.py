"""The spot inside a place: 三幢二单元楼下, 5号门口, 菜场旁边, 古墩路和文二路路口."""

import re

from nlu.text.yes_no import DENIED

_NUMBER = r"(?:[0-9０-９一二三四五六七八九十百零〇两]+|[东南西北前后左右上下A-Za-z甲乙丙丁])"
_HOUSE = (
    rf"(?:第?{_NUMBER}\s?(?:号楼|幢|栋|单元|号门(?!口)|号|弄|楼|层|室|区块|支路|组)"
    r"(?!线|电话|文|令|召|码))"
)
_ROAD = (
    r"(?:(?:(?![的在是到从条有和上那这去过了个街边幢楼下门口几哪])[一-鿿]){2,4}?"
    r"(?:路(?![灯面不牌况车])|大道|大街|街(?!道)|巷|弄(?![得清好])))"
)
_THINGS = (
    "菜市场 农贸市场 菜场 超市 小学 中学 大学 学校 幼儿园 医院 卫生站 公园 广场 地铁站 地铁口"
    " 公交站 车站 站台 路口 大桥 小桥 垃圾房 垃圾桶 电梯 地下车库 地下室 车库 停车场 车棚 小区"
    " 银行 饭店 理发店 药店 居委会 活动室 养老院 工地 河边 围墙 楼道 单元门 大门 大厅 食堂"
    " 亭子 球场 健身器材 充电桩 快递柜"
)
_THING = rf"(?:[一-鿿]{{0,3}}?(?:{'|'.join(_THINGS.split())}))"
_SIDES = (
    "门口 出口 入口 旁边 旁 边上 对面 后面 前面 附近 楼下 楼上 楼顶 楼道里? 里面 隔壁 交叉口"
    " 路口 东侧 西侧 南侧 北侧 东边 西边 南边 北边 东门 西门 南门 北门 中间 角落 口子上"
)
_SIDE = f"(?:{'|'.join(_SIDES.split())})"
_ALONES = (
    "楼下 楼上 楼顶 楼道里? 屋顶 地下室 地下车库 小区门口 家门口 单元门口 路口 弄堂口 弄堂里 天井"
)
_ALONE = f"(?:{'|'.join(_ALONES.split())})"
_JOIN = r"(?:的|和|与|跟|、)?"
_SPOT = re.compile(
    rf"{_ROAD}(?:{_JOIN}{_ROAD})?(?:{_HOUSE})*(?:的?{_THING})?(?:的?{_SIDE})?"
    rf"|{_HOUSE}+(?:的?{_THING})?(?:的?{_SIDE})*"
    rf"|{_THING}的?{_SIDE}+"
    rf"|{_ALONE}"
)
_AT = re.compile(_ALONE)
_POINTING = ("是", "在", "不对")
_BARE_NUMBER = re.compile(rf"{_NUMBER}(?:号|楼|层|组)")
"""今天3号 and 五楼 say too little to go by."""
_LEADING = re.compile(
    r"^(?:就?(?:在|是)|[我你他]们?|[这那]个?|[一有]个|[的和到从去往住把被说看还])+"
)


def detail(text: str, taken: tuple[tuple[int, int], ...] = ()) -> str | None:
    """The last spot that is named and not denied: 是楼下，不是楼上 is 楼下.

    `taken` are the spans of official names.
    """
    plain = list(text)
    for start, end in taken:
        plain[start:end] = "，" * (end - start)
    masked = "".join(plain)
    found = None
    for match in _SPOT.finditer(masked):
        if _BARE_NUMBER.fullmatch(match[0]):
            continue
        if not DENIED.search(masked, max(0, match.start() - 4), match.start()):
            spot = _LEADING.sub("", match[0])
            at = masked[max(0, match.start() - 2) : match.start()]
            if found and _AT.fullmatch(spot) and not at.endswith(_POINTING):
                # 三幢301室漏水，楼下也受影响: the side remark is not where it is.
                continue
            found = spot or found
    return found
