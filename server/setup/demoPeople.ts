import type { Language } from '../../schemas/problem.ts'

type Texts = Readonly<Record<Language, string>>

interface DemoDepartment {
  readonly key: string
  readonly name: Texts
  readonly parent: string | null
  /** login of its head */
  readonly head: string | null
}

export interface DemoPerson {
  readonly login: string
  readonly name: Texts
  readonly title: Texts
  readonly department: string
  /** login of the manager */
  readonly manager: string | null
  /** The role of this key is his in every template that has one. */
  readonly role: string
}

export const demoDepartments: readonly DemoDepartment[] = [
  { key: 'sales', name: { zh: '销售部', en: 'Sales' }, parent: null, head: 'chen.zhiyuan' },
  { key: 'east', name: { zh: '华东区', en: 'East region' }, parent: 'sales', head: 'lin.xiaofeng' },
  { key: 'north', name: { zh: '华北区', en: 'North region' }, parent: 'sales', head: 'zhao.min' },
  { key: 'finance', name: { zh: '财务部', en: 'Finance' }, parent: null, head: 'zhou.yaqin' },
  { key: 'marketing', name: { zh: '市场部', en: 'Marketing' }, parent: null, head: 'wu.qian' },
  { key: 'technology', name: { zh: '技术部', en: 'Technology' }, parent: null, head: 'sun.liqun' },
  { key: 'stores', name: { zh: '门店运营部', en: 'Store operations' }, parent: null, head: 'ma.li' },
  { key: 'shop', name: { zh: '南京新街口店', en: 'Nanjing Xinjiekou store' }, parent: 'stores', head: 'luo.jia' },
]

const seller = { zh: '销售代表', en: 'Sales representative' }
const guide = { zh: '导购', en: 'Shopping guide' }
const regional = { zh: '区域经理', en: 'Regional manager' }

/** A person comes after his manager. */
export const demoPeople: readonly DemoPerson[] = [
  {
    login: 'chen.zhiyuan',
    name: { zh: '陈志远', en: 'Chen Zhiyuan' },
    title: { zh: '销售总监', en: 'Sales director' },
    department: 'sales',
    manager: null,
    role: 'director',
  },
  {
    login: 'lin.xiaofeng',
    name: { zh: '林晓峰', en: 'Lin Xiaofeng' },
    title: regional,
    department: 'east',
    manager: 'chen.zhiyuan',
    role: 'manager',
  },
  {
    login: 'zhao.min',
    name: { zh: '赵敏', en: 'Zhao Min' },
    title: regional,
    department: 'north',
    manager: 'chen.zhiyuan',
    role: 'manager',
  },
  {
    login: 'wang.jing',
    name: { zh: '王静', en: 'Wang Jing' },
    title: seller,
    department: 'east',
    manager: 'lin.xiaofeng',
    role: 'seller',
  },
  {
    login: 'li.haotian',
    name: { zh: '李昊天', en: 'Li Haotian' },
    title: seller,
    department: 'east',
    manager: 'lin.xiaofeng',
    role: 'seller',
  },
  {
    login: 'xu.wenjie',
    name: { zh: '徐文杰', en: 'Xu Wenjie' },
    title: seller,
    department: 'east',
    manager: 'lin.xiaofeng',
    role: 'seller',
  },
  {
    login: 'liu.yang',
    name: { zh: '刘洋', en: 'Liu Yang' },
    title: seller,
    department: 'north',
    manager: 'zhao.min',
    role: 'seller',
  },
  {
    login: 'gao.lei',
    name: { zh: '高磊', en: 'Gao Lei' },
    title: seller,
    department: 'north',
    manager: 'zhao.min',
    role: 'seller',
  },
  {
    login: 'he.yuting',
    name: { zh: '何雨婷', en: 'He Yuting' },
    title: seller,
    department: 'north',
    manager: 'zhao.min',
    role: 'seller',
  },
  {
    login: 'zhou.yaqin',
    name: { zh: '周雅琴', en: 'Zhou Yaqin' },
    title: { zh: '财务主管', en: 'Finance lead' },
    department: 'finance',
    manager: null,
    role: 'finance',
  },
  {
    login: 'wu.qian',
    name: { zh: '吴倩', en: 'Wu Qian' },
    title: { zh: '市场主管', en: 'Marketing lead' },
    department: 'marketing',
    manager: null,
    role: 'marketing',
  },
  {
    login: 'sun.liqun',
    name: { zh: '孙立群', en: 'Sun Liqun' },
    title: { zh: '技术总监', en: 'Technical director' },
    department: 'technology',
    manager: null,
    role: 'technical_director',
  },
  {
    login: 'ma.li',
    name: { zh: '马丽', en: 'Ma Li' },
    title: { zh: '总部运营经理', en: 'Head of store operations' },
    department: 'stores',
    manager: null,
    role: 'headquarters',
  },
  {
    login: 'deng.chaoqun',
    name: { zh: '邓超群', en: 'Deng Chaoqun' },
    title: { zh: '区域督导', en: 'Area supervisor' },
    department: 'stores',
    manager: 'ma.li',
    role: 'supervisor',
  },
  {
    login: 'luo.jia',
    name: { zh: '罗佳', en: 'Luo Jia' },
    title: { zh: '店长', en: 'Store manager' },
    department: 'shop',
    manager: 'deng.chaoqun',
    role: 'store_manager',
  },
  {
    login: 'tang.xinyi',
    name: { zh: '唐心怡', en: 'Tang Xinyi' },
    title: guide,
    department: 'shop',
    manager: 'luo.jia',
    role: 'guide',
  },
  {
    login: 'pan.yue',
    name: { zh: '潘悦', en: 'Pan Yue' },
    title: guide,
    department: 'shop',
    manager: 'luo.jia',
    role: 'guide',
  },
]
