import { describe, expect, it } from 'vitest';
import { soundDoc } from '@/features/templates/editor/guard';
import { fromHtml } from '@/features/templates/editor/pasteHtml';
import { assembled, fromText, typedNumber } from '@/features/templates/editor/pasteLines';
import { fromTree, type Tree, toTree } from '@/features/templates/editor/schema';

/** What was pasted, short: type, number of levels, text with marks. */
function brief(trees: readonly Tree[]): unknown[] {
  const marks: Record<string, string> = { bold: '*', underline: '_', superscript: '^' };
  const inline = (content: readonly Tree[] = []): string =>
    content
      .map((n) => {
        if (n.type === 'blank') return `[${n.attrs?.em}]`;
        if (n.type === 'break') return '/';
        const m = (n.marks ?? []).map((x) => marks[x.type]).join('');
        return m + (n.text ?? '') + [...m].reverse().join('');
      })
      .join('');
  return trees.map((t) => {
    if (['title', 'heading', 'paragraph', 'cell'].includes(t.type))
      return `${t.type === 'paragraph' ? '' : `${t.type}:`}${t.attrs?.align ? `<${t.attrs.align}>` : ''}${inline(t.content)}${t.attrs?.span ? `#${t.attrs.span}` : ''}`;
    return [t.attrs?.part ? `${t.type} ${t.attrs.part}` : t.type, ...brief(t.content ?? [])];
  });
}
const pasted = (html: string) => {
  const { lines, images } = fromHtml(html);
  const trees = assembled(lines);
  if (trees.length > 0) {
    const doc = fromTree({ type: 'doc', content: trees });
    doc.check();
    expect(soundDoc(doc)).toBe(true);
    expect(toTree(doc).content).toEqual(trees);
  }
  return { trees: brief(trees), images };
};

const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm; font-family:"等线"} @list l0:level1 {mso-level-text:"第%1条"} --></style></head>
<body lang=ZH-CN><!--StartFragment-->
<p class=MsoTitle align=center style='text-align:center'><span style='font-size:22.0pt;font-family:宋体'>购销合同<o:p></o:p></span></p>
<p class=MsoNormal><span style='font-family:宋体'>甲方：<u><span lang=EN-US>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></u></span></p>
<p class=MsoListParagraph style='margin-left:21.0pt;text-indent:-21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><b><span style='mso-list:Ignore'>第一条<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></b><![endif]><b><span style='font-family:宋体'>货物与价款</span></b></p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span lang=EN-US><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span></span><![endif]>甲方向乙方购买<b>钢材</b>，面积100m<sup>2</sup>。</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>2.</span><![endif]>总价<u>壹万元整</u>。</p>
<table class=MsoTableGrid border=1 cellspacing=0><tr><td width=100 style='border:solid windowtext 1.0pt'><p class=MsoNormal align=center>品名</p></td><td colspan=2><p class=MsoNormal>规格与数量</p></td></tr>
<tr><td rowspan=2><p>钢板</p></td><td><p>10mm</p></td><td><p>5</p></td></tr><tr><td><p>12mm</p></td><td><p>3</p><p>备货</p></td></tr></table>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>第二条</span><![endif]><b>违约责任</b></p>
<p class=MsoNormal>任何一方违约的，<span style='color:red;background:yellow;font-size:14pt'>应当赔偿损失</span>。<img src="file:///C:/x.png"></p>
<!--EndFragment--></body></html>`;

describe('pasting from Word', () => {
  it('turns lists into clauses, keeps tables, bold and underline, and drops the rest', () => {
    const { trees, images } = pasted(word);
    expect(images).toBe(1);
    expect(trees).toEqual([
      'title:购销合同',
      '甲方：[5]',
      [
        'clause',
        'heading:货物与价款',
        ['clause', '甲方向乙方购买*钢材*，面积100m^2^。'],
        [
          'clause',
          '总价_壹万元整_。',
          [
            'table',
            ['row', 'cell:品名', 'cell:规格与数量#2'],
            ['row', 'cell:钢板', 'cell:10mm', 'cell:5'],
            ['row', 'cell:', 'cell:12mm', 'cell:3/备货'],
          ],
        ],
      ],
      ['clause', 'heading:违约责任', '任何一方违约的，应当赔偿损失。'],
    ]);
  });
});

describe('pasting from WPS', () => {
  it('reads its paragraphs, whose numbers may be typed', () => {
    const wps = `<html><body><!--StartFragment--><div class="Section0">
      <p class=MsoNormal align=center style="text-align:center;"><b><span style="font-size:18pt">技术服务合同</span></b></p>
      <p class=MsoNormal><span>一、服务内容</span></p><p class=MsoNormal>（一）乙方提供技术咨询。</p><p class=MsoNormal>（二）乙方提交报告：</p>
      <p class=MsoNormal>1、年度报告；</p><p class=MsoNormal>2、月度报告。</p><p class=MsoNormal>二、费用</p><p class=MsoNormal>服务费共计人民币______元。</p>
      <p class=MsoNormal>甲方（盖章）：</p></div><!--EndFragment--></body></html>`;
    expect(pasted(wps).trees).toEqual([
      'title:技术服务合同',
      [
        'clause',
        'heading:服务内容',
        ['clause', '乙方提供技术咨询。'],
        ['clause', '乙方提交报告：', ['clause', '年度报告；'], ['clause', '月度报告。']],
      ],
      ['clause', 'heading:费用', '服务费共计人民币[6]元。'],
      '甲方（盖章）：',
    ]);
  });
});

describe('pasting from WeChat and the web', () => {
  it('reads sections and spans as paragraphs, without their colours and scripts', () => {
    const wechat = `<meta charset='utf-8'><section style="margin:0 16px;color:rgb(62,62,62);font-size:15px"><section><p style="text-align:justify"><span style="background-color:rgb(255,246,0)"><strong>第一条</strong></span><strong>&nbsp;合作方式</strong></p>
      <p>双方以<span style="font-weight:700">联合运营</span>的方式合作。<br/>另行通知。</p></section><section><img data-src="https://mmbiz.example/a.png"><p><br></p></section></section><script>alert(1)</script>`;
    const { trees, images } = pasted(wechat);
    expect(images).toBe(1);
    expect(trees).toEqual([['clause', 'heading:合作方式', '双方以*联合运营*的方式合作。/另行通知。']]);
  });

  it('makes clauses of ordered lists and headings, not of bullets', () => {
    const web = `<h1>Terms</h1><h2>1. Payment</h2><ol><li>Within 30 days<ol><li>by transfer</li></ol></li><li>In euro</li></ol><h2>2. Delivery</h2><ul><li>Monday</li></ul>`;
    expect(pasted(web).trees).toEqual([
      'title:Terms',
      [
        'clause',
        'heading:Payment',
        ['clause', 'Within 30 days', ['clause', 'by transfer']],
        ['clause', 'In euro'],
      ],
      ['clause', 'heading:Delivery', 'Monday'],
    ]);
  });

  it('takes a frame of one cell for text, and a wide table cell by cell', () => {
    expect(pasted('<table><tr><td><p>一</p><p>二</p></td></tr></table>').trees).toEqual(['一', '二']);
    expect(
      pasted('<table><thead><tr><th>a</th><th>b</th></tr></thead><tr><td>1</td></tr></table>').trees,
    ).toEqual([['table', ['row head', 'cell:a', 'cell:b'], ['row', 'cell:1', 'cell:']]]);
  });
});

describe('pasting plain text', () => {
  it('turns typed numbers into clauses', () => {
    const text =
      '第一条 货物\n1. 甲方购买货物。\n（1）钢板；\n（2）型钢。\n2. 乙方供货。\n第二条　付款方式\n甲方应当按期付款。\n（以下无正文）';
    expect(brief(assembled(fromText(text)))).toEqual([
      [
        'clause',
        'heading:货物',
        ['clause', '甲方购买货物。', ['clause', '钢板；'], ['clause', '型钢。']],
        ['clause', '乙方供货。'],
      ],
      ['clause', 'heading:付款方式', '甲方应当按期付款。'],
      '（以下无正文）',
    ]);
  });

  it('does not take dates, amounts and percentages for numbers', () => {
    for (const text of [
      '2026年1月31日',
      '100元',
      '5%的违约金',
      '1.5倍',
      '12,000',
      '一方违约的',
      '第一次付款',
      '3',
    ])
      expect(typedNumber(text), text).toBeUndefined();
    for (const text of [
      '1.甲方',
      '1、甲方',
      '一、甲方',
      '（一）甲方',
      '第十二条 甲方',
      '1.1 甲方',
      '(a) the',
      '①甲方',
      'Article 3 Payment',
    ])
      expect(typedNumber(text), text).toBeDefined();
  });

  it('reads cells of a sheet as a table', () => {
    expect(brief(assembled(fromText('品名\t数量\n钢板\t5')))).toEqual([
      ['table', ['row', 'cell:品名', 'cell:数量'], ['row', 'cell:钢板', 'cell:5']],
    ]);
  });

  it('survives whatever comes', () => {
    for (const html of [
      '',
      '<p>',
      '<table></table>',
      '<table><tr></tr></table>',
      '<td>x',
      '<!--[if gte mso 9]><xml></xml><![endif]-->x',
      '<p>\u0000\ufeff</p>',
    ])
      expect(() => pasted(html)).not.toThrow();
  });
});
