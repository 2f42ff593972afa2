/** Texts of the pictures of a template. */
export const pictureTexts = {
  pictures: ['图片', 'Pictures'],
  picturesHint: [
    '由产品自己拍：用示例数据打开主要页面，一页一张，不会拍到您的客户和同事。最多 {{most}} 张。',
    'The product takes them: its main pages with sample data, one picture each; never your customers or colleagues. {{most}} at most.',
  ],
  take: ['拍图片', 'Take pictures'],
  retake: ['重新拍', 'Take again'],
  taking: ['正在拍第 {{n}} 张，共 {{of}} 张', 'Picture {{n}} of {{of}}'],
  preparing: ['正在打开示例数据', 'Opening the sample data'],
  add: ['加自己的图片', 'Add your own'],
  picture: ['第 {{n}} 张图片', 'Picture {{n}}'],
  earlier: ['第 {{n}} 张往前移', 'Move picture {{n}} forward'],
  later: ['第 {{n}} 张往后移', 'Move picture {{n}} back'],
  remove: ['去掉第 {{n}} 张', 'Remove picture {{n}}'],
  unreadable: ['这个文件不是图片', 'This file is no picture'],
} as const
