"""Cut the bundled Chinese font out of Noto Sans CJK SC: ``python -m sim.report.make_font [NotoSansCJK-Regular.ttc]``.

It holds Latin letters, every Chinese character of this project's own texts, and the commonest ones besides, so that a
new sentence or place name seldom needs a new font. Noto Sans CJK is under the SIL Open Font License (fonts/OFL.txt);
a changed version needs a name of its own.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from sim.report.style import FONT

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FAMILY = "govsim CJK"
SIMPLIFIED = 2
"""Face of the collection with the forms of mainland China."""
CHINESE = re.compile("[\u3001-\u301f\u3400-\u9fff\uff01-\uff5e]")
LATIN = "".join(map(chr, range(0x20, 0x7F)))
"""Other signs (minus, middle dot, arrows) are full-width in this font and therefore left to DejaVu Sans."""

PLACES = (
    "京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵粤川青藏琼宁新港澳台省市县区州镇乡村街道社区里弄巷路号院园苑小组"
    "北南东西中上下前后左右山河湖海江洋岛溪泉桥门城关庄屯堡寨岭坪坝沟湾渡口港塘桂柳杨梅桃李杏松柏枫荷莲菊兰竹"
    "武汉昌石黄冈孝感荆宜襄阳恩施随州咸鄂仙潜天神农广深圳佛莞惠珠汕杭嘉绍温台金丽衢舟无锡常扬泰盐徐淮连云合肥芜蚌"
    "埠济青岛烟潍威临沂德聊滨菏泽郑洛开封焦鹤壁许漯商丘驻马店长沙株洲湘潭衡邵岳益郴永怀娄成都绵自贡攀枝泸遂内乐"
    "充眉雅达资哈尔齐牡丹佳木斯沈大鞍抚顺本溪锦营口铁岭朝葫芦兰银川宁乌鲁木齐拉萨昆明曲靖玉溪保定唐秦皇邯郸邢承德"
)
COMMON = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事"
    "成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此"
    "已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代"
    "内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安"
    "少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光"
    "放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔史哪"
    "八六七九百千亿零两半双单每某另凡仅均约近超未曾仍刚常再越较极甚更太最颇略足够余剩缺减增升降改善恶化优劣差异同相似比率"
    "占总和值众位方均标准误区间置信显著检验假设样本随机重复次数种子模拟模型参数校准敏感分析不确定情景方案基线干预政策效果成本"
    "收益投入产出人力财力预算支出费用元角分万亿件户口栋楼层室平米亩公里小时分钟秒天周月季年初末春夏秋冬早晚晨午夜昨明今"
    "居民住户业主租客老人儿童妇女残疾孤寡独居留守青壮党员干部志愿者网格员社工民警城管物业保安保洁维修医护教师学生群众代表"
    "委员会书记主任组长副科处局厅部委办街镇站所中心平台热线电话微信公众号小程序应用软件系统数据库接口传感监控摄像头报警消防"
    "巡查巡逻走访入户排查登记上报受理派发分派转办督办催办办结回访评价满意投诉建议咨询求助举报纠纷矛盾调解协商议事听证表决选举"
    "环境卫生垃圾分类污水雨水下水道漏水停电停水停气供暖电梯楼道堆物占道经营违建噪音油烟宠物绿化停车充电飞线车棚路灯井盖围墙"
    "安全隐患火灾煤气燃气坠落诈骗盗窃吸毒邪教传销疫情防控健康慢病急救心理养老托幼助餐助浴照护低保救助就业社保医保公积金户籍"
    "证明盖章审批窗口一站式跑腿代办预约排队等待响应时长中位数均值分位最大最小上限下限目标达标未达逾期按期提前延期升级降级流转"
    "错派退回重派合并拆分重划调整整合融合共建共治共享双报到吹哨接诉即办枫桥经验红色引领积分兑换星级考核奖惩激励培训轮岗值班"
    "图表标题横轴纵轴坐标刻度单位比例累计密度频率曲线柱状散点热力地图边界网格线颜色深浅灰色蓝橙绿紫红黄白黑粗细虚实阴影图例"
    "左右上下之前之后变化差值增加减少提高下降持平不变更好更差较大较小显示表明说明注释来源依据证据引用文献统计年鉴普查抽样问卷"
    "请您谢谢欢迎开始结束暂停继续重置保存打开关闭下载选择确认取消返回错误警告提示帮助关于语言中文英文版本更新完毕失败成功运行"
    "谁吗呢吧啊嘛呀哦嗯找买卖吃喝玩乐睡醒哭笑爱恨怕急忙慢快远近深浅轻重软硬冷热干湿旧宽窄厚薄圆方直弯尖钝"
    "父母兄弟姐妹夫妻孩爷奶叔姨舅姑侄孙邻友客伴侣亲戚族姓赵钱孙周吴郑冯陈褚卫蒋沈韩朱秦尤何吕施孔曹严华魏陶姜谢邹喻柏窦章"
)


def chinese_of_project() -> set[str]:
    """Every Chinese character in the package's code, configurations and tables."""
    package = Path(__file__).parent.parent
    configs = package / "configs" if (package / "configs").is_dir() else package.parent / "configs"
    found: set[str] = set()
    for folder in (package, configs):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".yaml", ".csv", ".vue") and path != Path(__file__):
                found.update(CHINESE.findall(path.read_text(encoding="utf-8")))
    return found


def make(source: Path, target: Path) -> int:
    """Write the font; return how many characters it has."""
    font = TTFont(source, fontNumber=SIMPLIFIED, recalcTimestamp=False)
    options = subset.Options(
        layout_features=[], hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    )
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(c) for c in {*LATIN, *PLACES, *COMMON, *chinese_of_project()}])
    cutter.subset(font)
    told = {1: FAMILY, 2: "Regular", 3: "govsim CJK, cut from Noto Sans CJK SC 2.004", 4: FAMILY, 6: "govsim-CJK"}
    for record in font["name"].names:
        if record.nameID in told:
            record.string = told[record.nameID]
    cff = font["CFF "].cff
    cff.fontNames[0] = told[6]
    cff.topDictIndex[0].FamilyName = cff.topDictIndex[0].FullName = FAMILY
    target.parent.mkdir(exist_ok=True)
    font.save(target)
    return len(font.getBestCmap())


if __name__ == "__main__":
    n = make(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE, FONT)
    print(f"{FONT}: {n} characters, {FONT.stat().st_size / 1000:.0f} kB")
