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
      return `${t.type === 'paragraph' ? '' : `${t.type}:`}${t.attrs?.align ? `<${t.attrs.align}>` : ''}${inline(t.content)}${t.attrs?.note ? '(note)' : ''}${t.attrs?.span ? `#${t.attrs.span}` : ''}`;
    return [t.attrs?.part ? `${t.type} ${t.attrs.part}` : t.type, ...brief(t.content ?? [])];
  });
}
const pasted = (html: string) => {
  const { lines, left } = fromHtml(html);
  const trees = assembled(lines);
  if (trees.length > 0) {
    const doc = fromTree({ type: 'doc', content: trees });
    doc.check();
    expect(soundDoc(doc)).toBe(true);
    expect(toTree(doc).content).toEqual(trees);
  }
  return { trees: brief(trees), left: Object.fromEntries(Object.entries(left).filter(([, n]) => n > 0)) };
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
    const { trees, left } = pasted(word);
    expect(left).toEqual({ images: 1 });
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

/** As Word puts a text with revisions, remarks, notes, fields and drawings on the clipboard. */
const worked = `<html><body><!--StartFragment-->
<p class=MsoNormal>价款为<del cite="mailto:%E7%8E%8B" datetime="2026-11-20T10:00"><span lang=EN-US>5</span></del><ins cite="mailto:%E7%8E%8B" datetime="2026-11-20T10:00">6</ins>万元<s>，含税</s>，自愿<ins>另议</ins>。</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><!--[if !supportLists]--><span lang=EN-US><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span></span><!--[endif]-->按<!--[if supportFields]><span lang=EN-US><span style='mso-element:field-begin'></span> REF _Ref12 \\r \\h <span style='mso-element:field-separator'></span></span><![endif]-->第三条<!--[if gte mso 9]><xml><w:data>08D0C9EA</w:data></xml><![endif]--><!--[if supportFields]><span style='mso-element:field-end'></span><![endif]-->付款<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference>[1]</span><![endif]></span></span></a>。<span class=MsoCommentReference><![if !supportAnnotations]><a class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[王1]</a><![endif]></span></p>
<p class=MsoNormal><!--[if gte vml 1]><v:shapetype id="_x0000_t202"/><v:shape id="t" type="#_x0000_t202"><v:textbox><![if !mso]><table><tr><td><![endif]><div><p class=MsoNormal>加急章</p></div><![if !mso]></td></tr></table><![endif]></v:textbox></v:shape><![endif]--><![if !vml]><span><img src="file:///C:/a.png" alt="文本框: 加急章"></span><![endif]></p>
<p class=MsoNormal><!--[if gte vml 1]><v:shape id="p"><v:imagedata src="file:///C:/b.png"/></v:shape><![endif]--><![if !vml]><img src="file:///C:/b.png"><![endif]></p>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr><![endif]><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1"><span class=MsoFootnoteReference>[1]</span></a> 遇节假日顺延</p></div></div>
<div style='mso-element:comment-list'><![if !supportAnnotations]><hr class=msocomoff><![endif]><div style='mso-element:comment'><p class=MsoCommentText>请核对</p></div></div>
<!--EndFragment--></body></html>`;

describe('pasting a text that was worked on in Word', () => {
  it('accepts what was tracked, leaves remarks and codes out, keeps notes and boxes, and counts', () => {
    const { trees, left } = pasted(worked);
    expect(trees).toEqual([
      '价款为6万元，含税，自愿_另议_。',
      ['clause', '按第三条付款^[1]^。', '加急章'],
      '^[1]^ 遇节假日顺延(note)',
    ]);
    expect(left).toEqual({ images: 1, comments: 1, deleted: 1, struck: 1 });
  });
});

describe('pasting from Word in a browser', () => {
  it('reads the depth that each item says', () => {
    const item = (level: number, text: string) =>
      `<div class="ListContainerWrapper"><ol class="NumberListStyle${level}"><li data-aria-level="${level}"><p class="Paragraph"><span class="TextRun"><span class="NormalTextRun">${text}</span></span><span class="EOP">&nbsp;</span></p></li></ol></div>`;
    expect(pasted(item(1, 'Price') + item(2, 'By transfer') + item(1, 'Delivery')).trees).toEqual([
      ['clause', 'Price', ['clause', 'By transfer']],
      ['clause', 'Delivery'],
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
    const { trees, left } = pasted(wechat);
    expect(left).toEqual({ images: 1 });
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
