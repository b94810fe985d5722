import type { ImportEncoding } from '@engagex/domain/contacts';
import { type Likelihood, ideographs, letters } from './letter-likelihood.ts';

/** An encoding a list of people may be in. */
export interface Candidate {
  readonly encoding: ImportEncoding;
  /** How common files in it are, in nats. */
  readonly prior: number;
  readonly languages: readonly Likelihood[];
}

/** Letters beyond ASCII of each language, the frequent ones first, as they are in names of people and places. */
const western = [
  'éèçêëàîïôœûùâæ', // French
  'üöäß', // German
  'éáíóñúüç', // Spanish
  'ãéçáíóâêúàôõ', // Portuguese
  'òàùèìé', // Italian
  'ëéïöüáóèê', // Dutch
  'åäöéøæü', // Scandinavian
  'óíáéúöýðþæ', // Icelandic
  'éüöáóíèäçñëïåøôêâãàîæõòúœßìù', // people from everywhere
].map(latin);
const central = [
  'łóńśżąęćź', // Polish
  'íáéřýšžčěůťňúďó', // Czech
  'áíéčšžýúľťôňďóäĺŕ', // Slovak
  'áéöőóüíúű', // Hungarian
  'ćšžčđ', // Croatian, Slovenian
  'ăşţîâ', // Romanian
  'łóńáéíćčšžöüřśżýęąőěůúäăş', // people from everywhere there
].map(latin);
const turkish = ['ıüşöğçİâ', 'çüışğöİéäñ'].map(latin);
const baltic = ['šėžūųčįęą', 'āīēšņļūžģčķ', 'õäöüšž', 'šėžāīūčēņöäüõųłįęļ'].map(latin);
const cyrillic = [
  'аеоиниврлкстмдпгубяьчзйшюжхщыцэфёъ', // Russian
  'аоиевнкірлтсмдупзгьйяюхшбчцжєїщфґ', // Ukrainian
  'аеиоврнтслкдпмзугбящйчцъжхшюфь', // Bulgarian
  'аиоеврнтсјлкдпмућчшзбгжњљхцђфџ', // Serbian
  'аоеиінврлкстмдўяцьзгупбэйшжючыёхф', // Belarusian
].map((alphabet) => letters({ alphabet, script: 'Cyrillic', start: -2.2, step: -0.1 }));
const greek = [letters({ alphabet: 'αοιετσνρκπυλμγδηςάίόέήχωθφβζξύώψϊϋΐΰ', script: 'Greek', start: -2.2, step: -0.1 })];
const hebrew = [letters({ alphabet: 'יולהאמרבנתשחדקעפסגזטצכםןךףץ', script: 'Hebrew', start: -2.2, step: -0.1 })];
const arabic = [
  letters({ alphabet: 'اليمنرودبعهسحتفكقجشزخةطصىءثأضإذغئظؤآ', script: 'Arabic', start: -2.2, step: -0.1 }),
  letters({ alphabet: 'اینردمهوستبلشکفحجخزپگقآعصطغضثئژچذظ', script: 'Arabic', start: -2.2, step: -0.1 }),
];
const thai = [letters({ alphabet: 'านรอกงมยลสวดตทคปบหพชขจผถซณภธฐศษญฟฉ', script: 'Thai', start: -2.6, step: -0.08 })];
const vietnamese = [latin('đươâêôăáàéèíìóòúùý')];

/** Characters of names, then all that are in everyday use by the place they have in their standard. */
const japanese = ideographs({
  common: `田中山本佐藤鈴木高橋伊渡辺子村小林加吉井上松清水川口大野島原三和石谷西東北南森池岡長前後近遠坂竹内菊地桜千葉青
    宮崎福今平丸河新安武阿部斎斉藤秋春夏冬美香代恵智由紀花菜奈優愛里理沙真麻裕洋浩健一二郎太次助介之雄夫男彦樹翔大輔拓
    也哉司士志史明光輝正義信孝幸弘博久直修進隆治哲徹豊茂実誠学剛勇俊雅和典昭和也結衣陽菜莉葵凛咲心美桜乃希未来京都府県市
    区町丁目番号株式会社様氏名姓電話住所東横浜名古屋札幌神戸仙台`,
  commonShare: -6,
  blocks: [
    [/\p{Script=Hiragana}|ー/u, -4.8],
    [/[\u30a0-\u30ff]/u, -4.8],
    [/[\uff61-\uff9f]/u, -5.5],
    [/[\u4e00-\u9fff々]/u, -9.6],
  ],
});
const simplified = ideographs({
  common: `王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏
    钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文伟芳娜秀英敏静丽强磊军洋
    勇艳杰娟涛明超兰霞平刚桂红玉梅华国建志海波鹏飞辉宇浩然子涵梓欣怡雨晨轩博思嘉诗佳雪晓春生东南西北京上海市省区路号楼
    姓名电话邮箱公司地址小大中天一`,
  commonShare: -5.8,
  blocks: [[/[\u4e00-\u9fff]/u, -9.2]],
});
const traditional = ideographs({
  common: `陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜
    傅侯曹薛丁馬蔣唐卓藍馮姚石董歐程連古汪湯姜田康鄒白涂尤巫韓龔嚴袁鐘黎金阮陸倪夏童邵溫柳錢家俊志明建宏文雅淑美惠玲怡君
    婷芬麗華英秀慧娟雯欣佳穎宗翰承恩冠宇柏宜蓁子品妤彥廷庭瑋豪傑偉強國台北市縣區路街號樓姓名電話公司地址小大中天一新`,
  commonShare: -5.8,
  blocks: [[/[\u4e00-\u9fff]/u, -9.2]],
});
const korean = ideographs({
  common: `김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지영수현준은경미희숙자순철호동상
    재승태석훈광기병원혜연선아윤서예도건시후채나다인빈소율가람별솔보라울산부대구인천광주시군읍면리로길번층회사이름전화주소`,
  commonShare: -4.6,
  blocks: [
    [/[\uac00-\ud7a3]/u, -8],
    [/[\u4e00-\u9fff]/u, -12],
  ],
});

export const candidates: readonly Candidate[] = [
  { encoding: 'windows-1252', prior: 0, languages: western },
  { encoding: 'windows-1250', prior: -2, languages: central },
  { encoding: 'windows-1251', prior: -2, languages: cyrillic },
  { encoding: 'windows-1254', prior: -3, languages: [...turkish] },
  { encoding: 'windows-1253', prior: -3, languages: greek },
  { encoding: 'windows-1257', prior: -4, languages: baltic },
  { encoding: 'windows-1255', prior: -3, languages: hebrew },
  { encoding: 'windows-1256', prior: -3, languages: arabic },
  { encoding: 'windows-1258', prior: -6, languages: vietnamese },
  { encoding: 'windows-874', prior: -3, languages: thai },
  { encoding: 'iso-8859-15', prior: -5, languages: western },
  { encoding: 'iso-8859-2', prior: -4, languages: central },
  { encoding: 'iso-8859-5', prior: -6, languages: cyrillic },
  { encoding: 'iso-8859-7', prior: -5, languages: greek },
  { encoding: 'iso-8859-13', prior: -6, languages: baltic },
  { encoding: 'macintosh', prior: -4, languages: western },
  { encoding: 'x-mac-cyrillic', prior: -7, languages: cyrillic },
  { encoding: 'koi8-r', prior: -6, languages: cyrillic },
  { encoding: 'koi8-u', prior: -7, languages: cyrillic },
  { encoding: 'ibm866', prior: -5, languages: cyrillic },
  { encoding: 'shift_jis', prior: -2, languages: [japanese] },
  { encoding: 'euc-jp', prior: -5, languages: [japanese] },
  { encoding: 'gb18030', prior: -2, languages: [simplified] },
  { encoding: 'big5', prior: -3, languages: [traditional] },
  { encoding: 'euc-kr', prior: -3, languages: [korean] },
  { encoding: 'utf-8', prior: 0, languages: [...western, japanese].map(cut) },
];

function latin(alphabet: string): Likelihood {
  return letters({ alphabet, script: 'Latin', start: -3.2, step: -0.25 });
}

/** UTF-8 of which a character was cut. */
function cut(language: Likelihood): Likelihood {
  return (text) => language(text.replaceAll('\uFFFD', '')) - 8 * (text.split('\uFFFD').length - 1);
}
