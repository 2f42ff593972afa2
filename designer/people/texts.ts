/** Words for people a definition names. */
export const peopleTexts = {
  applicant: ['申请人', 'Applicant'],
  assignee: ['处理人', 'Assignee'],
  user: ['当前用户', 'Current user'],
  owner: ['负责人', 'Owner'],
  manager: ['{{of}}的直属主管', 'Manager of the {{of}}'],
  ownManager: ['直属主管', 'Direct manager'],
  above: ['{{of}}的第 {{level}} 级主管', 'Level {{level}} manager of the {{of}}'],
  managers: ['{{of}}的 {{levels}} 级主管（逐级）', 'Managers of the {{of}}, {{levels}} levels'],
  head: ['{{of}}的部门负责人', 'Department head of the {{of}}'],
  through: ['{{relation}}的{{field}}', '{{field}} of the {{relation}}'],
  else: ['{{first}}（没有时{{otherwise}}）', '{{first}} (if none: {{otherwise}})'],
  formula: ['公式：{{text}}', 'Formula: {{text}}'],
  byFormula: ['用公式指定…', 'By a formula …'],
  choose: ['选择人员', 'Choose people'],
  and: ['、', ', '],
} as const
