/** Texts for what can be wrong with a request. */
export const serverErrors = {
  invalid_json: { zh: '请求内容不是有效的 JSON：{reason}', en: 'The body is not valid JSON: {reason}' },
  duplicate_property: { zh: '属性“{property}”出现了两次。', en: 'The property “{property}” appears twice.' },
  body_too_large: { zh: '内容过大：最多 {limit} 字节。', en: 'The body is too large: {limit} bytes at most.' },
  unsupported_media_type: { zh: '请使用 application/json。', en: 'Send application/json.' },
  unknown_parameter: { zh: '未知的查询参数“{parameter}”。', en: 'Unknown query parameter “{parameter}”.' },
  invalid_parameter: {
    zh: '查询参数“{parameter}”无效：{reason}',
    en: 'The query parameter “{parameter}” is not valid: {reason}',
  },
  invalid_request: { zh: '请求无效，请查看各项错误。', en: 'The request is not valid; see the errors.' },
  not_signed_in: { zh: '请先登录。', en: 'Please sign in.' },
  wrong_credentials: { zh: '账号或密码不正确。', en: 'The login or the password is not right.' },
  too_many_attempts: {
    zh: '尝试过多，请 {seconds} 秒后再试。',
    en: 'Too many attempts; try again in {seconds} seconds.',
  },
  weak_password: {
    zh: '密码太弱：至少 8 个字符，且不能是常见密码。',
    en: 'The password is too weak: at least 8 characters and not a common one.',
  },
  wrong_origin: { zh: '请求来源不被允许。', en: 'The request’s origin is not allowed.' },
  forbidden: { zh: '您没有这个权限。', en: 'You have no right to do this.' },
  token_scope: { zh: '此令牌只读，不能写入。', en: 'This token is read-only.' },
  not_found: { zh: '没有找到，或您看不到它。', en: 'Not found, or not visible to you.' },
  picture_invalid: {
    zh: '这不是能用的图片：请用 PNG 或 WebP，边长不超过 4096 像素。',
    en: 'This is no picture that can be used: PNG or WebP, at most 4096 pixels a side.',
  },
  picture_too_large: { zh: '图片太大：最多 {most} 字节。', en: 'The picture is too large: {most} bytes at most.' },
  template_decided: {
    zh: '这个版本已经批准或下架，不能再改图片；请发布一个新版本。',
    en: 'This version was decided on already; its pictures stay. Publish a new version.',
  },
  demo_read_only: {
    zh: '这是演示：可以随便看、随便填，但不会保存。安装之后就能用了。',
    en: 'This is a demo: look at everything and fill in anything, but nothing is saved. Install it to use it.',
  },
  already_set_up: { zh: '管理员已经创建。', en: 'The administrator exists already.' },
  already_installed: { zh: '已安装标识为“{app}”的应用。', en: 'An app with the key “{app}” is installed already.' },
  version_conflict: {
    zh: '记录已被 {by} 修改，请查看后再保存。',
    en: 'The record was changed by {by} meanwhile; look at it before you save.',
  },
  draft_conflict: {
    zh: '草稿已被他人修改，请刷新后合并。',
    en: 'The draft was changed by somebody else; reload and merge.',
  },
  precondition_required: { zh: '请带上 If-Match 版本号。', en: 'Send the version in If-Match.' },
  idempotency_key_invalid: {
    zh: 'Idempotency-Key 无效：1 到 {limit} 个字符，只能出现一次。',
    en: 'The Idempotency-Key is not valid: one header of 1 to {limit} characters.',
  },
  idempotency_mismatch: {
    zh: '同一 Idempotency-Key 用于了不同的请求。',
    en: 'This Idempotency-Key was used for another request.',
  },
  sentence_not_understood: {
    zh: '从“{rest}”开始没有看懂，请换一种说法。',
    en: 'Not understood from “{rest}” on; please say it in another way.',
  },
  check_failed: { zh: '定义有错误，不能发布。', en: 'The definition has errors and cannot be published.' },
  needs_confirmation: {
    zh: '此次发布会影响现有数据，请确认后再发布。',
    en: 'This publish affects existing data; confirm it first.',
  },
  published_meanwhile: {
    zh: '在您查看之后，有人发布了版本 {version}。请先看看改了什么，再决定是否发布。',
    en: 'Somebody published version {version} after you looked. See what changed before you publish.',
  },
  publish_running: {
    zh: '上一次发布还在处理数据，请等它完成，或先取消它。',
    en: 'The publish before is still working on the data. Wait until it is done, or cancel it.',
  },
  no_publish_running: { zh: '没有正在进行的发布。', en: 'No publish is under way.' },
  scenarios_failed: {
    zh: '有 {count} 个场景没有通过。请先看看原因；确认没有问题也可以照样发布。',
    en: '{count} scenarios do not pass. See why first; you may still publish all the same.',
  },
  last_admin: { zh: '至少要保留一名管理员。', en: 'At least one administrator must remain.' },
  login_taken: { zh: '账号“{login}”已被使用。', en: 'The login “{login}” is taken.' },
  file_type_refused: { zh: '不接受这种文件（{type}）。', en: 'This kind of file is not accepted ({type}).' },
  file_too_large: { zh: '文件过大：最多 {limit} 字节。', en: 'The file is too large: {limit} bytes at most.' },
  page_size: { zh: '每页最多 {limit} 条。', en: 'A page holds {limit} records at most.' },
  filter_too_large: {
    zh: '筛选条件过多：最多 {limit} 个节点。',
    en: 'The filter is too large: {limit} nodes at most.',
  },
  filter_unsupported: { zh: '此筛选条件不能用于查询：{reason}', en: 'This filter cannot be used in a query: {reason}' },
  invalid_cursor: { zh: '翻页标记无效，请从第一页开始。', en: 'The cursor is not valid; start from the first page.' },
  json_too_deep: { zh: '内容嵌套过深：最多 {limit} 层。', en: 'The body is nested too deep: {limit} levels at most.' },
  json_too_many_keys: {
    zh: '内容的属性过多：最多 {limit} 个。',
    en: 'The body has too many properties: {limit} at most.',
  },
  json_too_many_items: { zh: '列表过长：最多 {limit} 项。', en: 'A list is too long: {limit} items at most.' },
  json_number_too_long: {
    zh: '数字超过 {limit} 位有效数字，请用文本传递。',
    en: 'The number has more than {limit} significant digits; send it as text.',
  },
  nul_character: { zh: '文本中不能含有空字符。', en: 'Texts cannot hold the NUL character.' },
  method_not_allowed: { zh: '此地址不支持该方法。', en: 'This address does not know the method.' },
  storage_full: {
    zh: '存储空间已满，未能保存。请联系管理员。',
    en: 'The storage is full and nothing was saved. Tell your administrator.',
  },
  current_password_wrong: { zh: '当前密码不正确。', en: 'The present password is not right.' },
  token_apps: { zh: '此令牌不能用于该应用或该操作。', en: 'This token is not for this app or act.' },
  session_only: {
    zh: '请用账号登录后再操作，令牌不能用于此处。',
    en: 'Sign in with your password for this; a token cannot do it.',
  },
  department_cycle: { zh: '部门的上级循环：{cycle}。', en: 'Parents of departments form a circle: {cycle}.' },
  department_in_use: {
    zh: '部门下还有人员或子部门，不能删除。',
    en: 'The department still has people or departments in it and cannot be deleted.',
  },
  unknown_user: { zh: '没有这个人员。', en: 'There is no such person.' },
  unknown_department: { zh: '没有这个部门。', en: 'There is no such department.' },
  unknown_app: { zh: '没有应用“{app}”。', en: 'There is no app “{app}”.' },
  user_inactive: { zh: '此人员已停用。', en: 'This person is no longer active.' },
  demo_exists: { zh: '演示公司已经创建。', en: 'The demo company exists already.' },
  one_file: { zh: '请用 multipart/form-data 上传一个文件。', en: 'Send exactly one file as multipart/form-data.' },
  too_many_streams: { zh: '打开的实时连接过多。', en: 'Too many live connections are open.' },
  database_unavailable: {
    zh: '数据库暂时无法访问，请稍后再试。',
    en: 'The database cannot be reached; try again shortly.',
  },
  database_conflict: { zh: '与他人的修改冲突，请重试。', en: 'It met changes by others; try again.' },
  database_timeout: { zh: '操作耗时过长，已停止。', en: 'It took too long and was stopped.' },
  database_busy: { zh: '系统繁忙，请稍后再试。', en: 'The system is busy; try again shortly.' },
  internal_error: {
    zh: '出错了。请把编号 {requestId} 告诉管理员。',
    en: 'Something went wrong. Tell your administrator the number {requestId}.',
  },
  key_changed: { zh: '应用的标识“{key}”永远不变。', en: 'The key of the app, “{key}”, never changes.' },
  one_owner_has_several: {
    zh: '现有未结记录中，同一个值已由多人负责，请先整理再发布“每客户一人”的规则。',
    en: 'Open records with the same value have several owners now; put them in order before you publish “one owner”.',
  },
  unique_has_duplicates: {
    zh: '已有数据中存在重复值，不能设为“不允许重复”。请先合并重复的记录。',
    en: 'Existing records hold the same value twice, so it cannot become unique. Merge them first.',
  },
  bundle_invalid: {
    zh: '这不是从 Formwork 导出的应用文件，请重新导出后再试。',
    en: 'This is no app file exported from Formwork; export it again and retry.',
  },
  bundle_newer: {
    zh: '这个应用文件来自更新的版本（格式 {version}，这里支持到 {supported}），请先升级这台服务器。',
    en: 'This app file was made by a newer version (format {version}, here up to {supported}); upgrade this server first.',
  },
  bundle_damaged: {
    zh: '应用文件的校验和不对：文件不完整或被改动过，请重新导出。',
    en: 'The checksum of the app file does not fit: it is incomplete or was changed; export it again.',
  },
  bundle_signature_wrong: {
    zh: '签名不对：这个应用文件不是署名的作者发出的样子，请向作者重新索取。',
    en: 'The signature is wrong: this app file is not what its author sent; ask the author for it again.',
  },
  bundle_other_app: {
    zh: '这是“{file}”的文件，和“{app}”不是同一个应用。请选择从“{app}”的另一台服务器导出的文件。',
    en: 'This is a file of “{file}”, another app than “{app}”. Choose a file that was exported from “{app}” on the other server.',
  },
  add_on_other_app: {
    zh: '扩展“{addOn}”不是给“{app}”用的。',
    en: 'The add-on “{addOn}” is not meant for “{app}”.',
  },
  add_on_wanted: {
    zh: '这不是扩展：没有写明扩展哪个应用。应用请从应用里发布为模板。',
    en: 'This is no add-on: it does not say which app it extends. Publish an app as a template from the app itself.',
  },
  publisher_not_trusted: {
    zh: '本公司只安装可信作者签名的应用。先核对作者，再勾选“信任这个作者”。',
    en: 'This company installs apps of trusted authors only. Check who the author is, then tick “Trust this author”.',
  },
  upgrade_other_signer: {
    zh: '新版本的签名人与已安装的版本不是同一个（{publisher}），请核对后再确认。',
    en: 'The new version is signed by another than the installed one ({publisher}); check this, then confirm.',
  },
  signing_key_unreadable: {
    zh: '签名密钥打不开：服务器的密钥（FORMWORK_SECRET）换过。请在“应用商店设置”里生成新的签名密钥。',
    en: 'The signing key cannot be opened: the secret of the server (FORMWORK_SECRET) changed. Make a new key in the store’s settings.',
  },
  store_access_wrong: {
    zh: '访问码不对，或者对方没有对外提供应用。',
    en: 'The access code is wrong, or nothing is offered here.',
  },
  store_address_invalid: {
    zh: '地址须形如 https://store.example.com，不含账号和参数。',
    en: 'The address must look like https://store.example.com, without a user name or parameters.',
  },
  store_known: { zh: '这个商店已经添加过了。', en: 'This store was added already.' },
  stores_too_many: { zh: '最多可以添加 {most} 个商店。', en: 'No more than {most} stores can be added.' },
  store_refused: {
    zh: '{host} 不接受访问码，请向对方要一个新的。',
    en: '{host} does not accept the access code; ask for a new one.',
  },
  store_unreachable: {
    zh: '连不上 {host}，请稍后再试。',
    en: '{host} cannot be reached; try again later.',
  },
  store_failing: {
    zh: '{host} 出了问题（{status}），请稍后再试。',
    en: '{host} has a problem ({status}); try again later.',
  },
  store_answer_wrong: {
    zh: '{host} 的回答不可信（内容、大小或校验和不对），没有采用。',
    en: 'What {host} answered cannot be trusted (content, size or checksum); nothing of it was taken.',
  },
  store_template_changed: {
    zh: '商店里的内容刚刚变了，请重新打开看过再安装。',
    en: 'What the store offers has just changed; open it again before you install it.',
  },
  template_names_somebody: {
    zh: '有些地方写着具体的人或记录，别的公司没有；请改用角色或字段后再发布。',
    en: 'Some places name a person or record of this company, which others do not have; use a role or a field instead.',
  },
  names_somebody: {
    zh: '这里写着某个具体的人或记录。',
    en: 'A certain person or record is named here.',
  },
  template_version_taken: {
    zh: '版本 {version} 已经发布过，请用更高的版本号。',
    en: 'Version {version} was published already; use a higher one.',
  },
  nothing_to_upgrade: {
    zh: '已经是最新版本。',
    en: 'This is the newest version already.',
  },
  upgrade_conflicts: {
    zh: '有 {count} 处您和模板都改了，请先逐一选择。',
    en: 'You and the template both changed {count} things; choose for each first.',
  },
  sheet_unreadable: {
    zh: '这个文件读不懂。请用 Excel 另存为 .xlsx，或导出为 .csv，再上传。',
    en: 'This file cannot be read. Save it as .xlsx in Excel, or export it as .csv, and upload it again.',
  },
  sheet_empty: {
    zh: '第一张表里没有内容。第一行应是列名，下面是数据。',
    en: 'The first sheet is empty. Its first row names the columns, the data stands below.',
  },
  sheet_too_many_columns: {
    zh: '列太多：最多 {limit} 列。请删去用不到的列再上传。',
    en: 'Too many columns: {limit} at most. Delete those you do not need and upload it again.',
  },
  sheet_too_many_rows: {
    zh: '行太多：最多 {limit} 行。请拆成几个文件，先用其中一个建应用，其余的之后导入。',
    en: 'Too many rows: {limit} at most. Split the file, make the app from one part and import the others later.',
  },
  sheet_cell_too_long: {
    zh: '第 {row} 行第 {column} 列的内容太长：一格最多 {limit} 个字符。',
    en: 'The cell in row {row}, column {column} is too long: {limit} characters at most.',
  },
  sheet_unpacks_too_large: {
    zh: '文件解开后太大：最多 {limit} MB。请删去图片、格式和用不到的工作表再上传。',
    en: 'The file unpacks to too much: {limit} MB at most. Delete pictures, formats and sheets you do not need.',
  },
  sheet_too_slow: {
    zh: '读这个文件超过了 {seconds} 秒，已停止。请拆成小一些的文件再上传。',
    en: 'Reading this file took more than {seconds} seconds and was stopped. Split it into smaller files.',
  },
} as const
