/** Texts for what keeps a message, a webhook or a call from leaving the house. */
export const deliveryErrors = {
  delivery_failed: {
    zh: '发送时出错，稍后自动重试。日志中有详细原因。',
    en: 'Sending went wrong and is tried again. The log tells more.',
  },
  delivery_tries_spent: {
    zh: '尝试了 {tries} 次都中断了。请处理后重新发送。',
    en: '{tries} tries were all cut off. See to it, then send it again.',
  },
  delivery_under_way: { zh: '它正在发送中，不能重新发送。', en: 'It is still on its way and cannot be sent again.' },
  delivery_refused: { zh: '对方拒绝了：{answer}', en: 'The other side refused it: {answer}' },
  delivery_unreachable: { zh: '连接不上 {host}：{answer}', en: '{host} cannot be reached: {answer}' },
  credentials_refused: {
    zh: '账号或密钥不被接受：{answer}。请在“发送渠道”中更新。',
    en: 'The credentials were not accepted: {answer}. Renew them under “Channels”.',
  },
  recipient_invalid: { zh: '“{address}”不是有效的收件地址。', en: '“{address}” is not an address one can send to.' },
  channel_missing: {
    zh: '没有设置“{channel}”的发送渠道。请在“发送渠道”中设置。',
    en: 'No channel is set for “{channel}”. Set it under “Channels”.',
  },
  channel_unknown: { zh: '没有“{channel}”这种渠道。', en: 'There is no channel “{channel}”.' },
  secret_unreadable: {
    zh: '保存的密钥无法读取：服务器的 FORMWORK_SECRET 或 secret.key 已更换。请重新填写密钥。',
    en: 'The stored secret cannot be read: FORMWORK_SECRET or secret.key of the server changed. Enter the secret again.',
  },
  outgoing_inside: {
    zh: '“{host}”是内部网络的地址，不允许访问。',
    en: '“{host}” lies inside the house’s network and may not be called.',
  },
  outgoing_unknown_host: { zh: '找不到主机“{host}”。', en: 'The host “{host}” was not found.' },
  recipient_refused: { zh: '收件人不被接受：{answer}', en: 'The recipient was not accepted: {answer}' },
  channel_turn: {
    zh: '该渠道每分钟的数量已满，稍后发送。',
    en: 'The channel takes no more this minute; it is sent shortly.',
  },
  webhook_gone: {
    zh: '这个 Webhook 已停用或删除。',
    en: 'This webhook was switched off or removed.',
  },
  app_secret_missing: {
    zh: '密钥“{secret}”尚未填写。请在应用的“对外连接”中填写。',
    en: 'The secret “{secret}” was not entered yet. Enter it under the app’s “Connections”.',
  },
  hook_signature_wrong: {
    zh: '签名不正确，或没有这个接收地址。',
    en: 'The signature is not right, or there is no such hook.',
  },
  hook_out_of_time: {
    zh: '签名时间与服务器相差超过 {minutes} 分钟。',
    en: 'The time of the signature is more than {minutes} minutes off.',
  },
  hook_id_missing: { zh: '缺少 webhook-id。', en: 'The header webhook-id is missing.' },
  hook_replayed: { zh: '这个事件已经收到过。', en: 'This event was received before.' },
  app_turn: {
    zh: '此应用一分钟内对外的发送已满，稍后继续。',
    en: 'The app has sent its share of this minute; it goes on shortly.',
  },
  delivery_timeout: { zh: '{host} 在 {seconds} 秒内没有回应。', en: '{host} did not answer within {seconds} seconds.' },
  outgoing_url_invalid: {
    zh: '地址无效：须为 http 或 https 地址，且不含账号。',
    en: 'The address is not valid: http or https, without a user name in it.',
  },
  outgoing_not_secure: {
    zh: '{host} 的地址须以 https 开头，内容才不会在路上被改动或偷看。',
    en: 'The address of {host} must begin with https, so that nobody reads or changes it on the way.',
  },
  outgoing_too_large: {
    zh: '{host} 发来的内容超过 {bytes} 字节，已停止接收。',
    en: '{host} sent more than {bytes} bytes; it was cut off.',
  },
  outgoing_port: {
    zh: '只允许 80 与 443 端口，不允许 {port}。',
    en: 'Only the ports 80 and 443 may be called, not {port}.',
  },
  outgoing_host_not_allowed: {
    zh: '此应用不允许访问“{host}”。请管理员先把它加入允许的主机。',
    en: 'This app may not call “{host}”. An administrator adds it to the allowed hosts first.',
  },
  outgoing_redirected: {
    zh: '{host} 要求转到别处（{status}）。不跟随跳转，请填写最终地址。',
    en: '{host} sends us elsewhere ({status}). Redirects are not followed: enter the final address.',
  },
  notice_limit_person: {
    zh: '一小时内的通知已超过 {limit} 条，其余的不再发送。请查看待办与列表。',
    en: 'More than {limit} notices within an hour: the rest is held back. Look at your tasks and lists.',
  },
  notice_limit_app: {
    zh: '应用“{app}”一小时内的通知已超过 {limit} 条，其余的不再发送。请检查它的自动化。',
    en: 'The app “{app}” sent more than {limit} notices within an hour: the rest is held back. Look at its automations.',
  },
} as const
