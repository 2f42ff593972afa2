/** Texts around the steps of the tour. */
export const tourTexts = {
  tour: ['第一个应用：跟着做一遍', 'Your first app: do it once with us'],
  invitation: [
    '第一次来？跟着做一遍：加字段、设必填、写选项、发布，大约五分钟，每一步都是您自己的应用。',
    'New here? Add a field, make it required, write options, publish: about five minutes, in your own app.',
  ],
  begin: ['开始', 'Begin'],
  never: ['不用了', 'No, thanks'],
  place: ['第 {{n}} 步，共 {{of}} 步', 'Step {{n}} of {{of}}'],
  show: ['带我过去', 'Take me there'],
  back: ['回到表单', 'Back to the form'],
  there: ['打开发布页', 'Open the publish page'],
  skip: ['跳过这步', 'Skip this step'],
  end: ['结束', 'End'],
  finish: ['知道了', 'Got it'],
} as const
