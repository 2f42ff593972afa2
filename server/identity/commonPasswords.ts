/** Passwords that every guesser tries first, in lower case; those under eight characters are refused by length already. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `12345678 123456789 1234567890 87654321 987654321 0987654321 11111111 111111111 00000000 000000000 22222222 33333333 55555555 66666666 77777777
  88888888 888888888 99999999 12341234 11223344 1122334455 112233445566 12121212 13131313 10203040 123123123 123321123 147258369 147852369 159357456
  741852963 789456123 456789123 963852741 123456abc 123456abcd abc12345 abc123456 abcd1234 abcde12345 abcdefgh abcdefg1 a1234567 a12345678 a123456789
  aa123456 aa12345678 aaa123456 qq123456 qq123456789 zxcvbnm1 zxcvbnm123 zxcvbnm, asdfghjk asdfghjkl asdf1234 asdfasdf asdfgh123 qwertyui qwertyuiop
  qwerty12 qwerty123 qwerty1234 qwerty12345 qwer1234 qwe12345 qweasdzxc qweasd123 q1w2e3r4 q1w2e3r4t5 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 1qaz2wsx3edc
  qazwsxedc qazwsx123 zaq12wsx zaq1xsw2 !qaz2wsx 1qaz@wsx password password1 password12 password123 password1234 password! p@ssw0rd p@ssword passw0rd
  pass1234 pa55word pa$$word mypassword newpassword password01 password00 changeme changeme1 changeme123 letmein1 letmein123 welcome1 welcome12
  welcome123 welcome2024 welcome2025 welcome2026 admin123 admin1234 admin12345 admin123456 admin888 admin@123 administrator root1234 root123456 toor1234
  test1234 test12345 testtest testing123 demo1234 demo12345 guest123 guest1234 user1234 user12345 login123 master123 superman superman1 batman123
  spiderman iloveyou iloveyou1 iloveyou2 iloveu123 sunshine sunshine1 princess princess1 football football1 baseball baseball1 basketball
  starwars starwars1 trustno1 whatever whatever1 computer computer1 internet internet1 samsung1 samsung123 liverpool chelsea1 arsenal1 michael1
  jennifer charlie1 jordan23 corvette mercedes maverick midnight mustang1 shadow12 dragon12 dragon123 monkey12 monkey123 lovelove love1234
  woaini1314 woaini520 woaini521 woaini123 woaini1234 woaini5201314 5201314520 52013140 13145200 13145201 1314520a 1314521a aini1314 iloveyou1314 zhang123
  wang1234 wang123456 zhang123456 liu123456 chen123456 li123456 yang123456 zhao1234 nihao123 nihao1234 woaizhongguo zhongguo zhongguo1 china123
  china1234 beijing1 beijing2008 shanghai shanghai1 xiaoming xiaoming123 xiaohong taobao123 wechat123 weixin123 alibaba1 tencent1 huawei123 xiaomi123
  company1 company123 office123 sales123 sales1234 formwork formwork1 formwork123 spring2024 summer2024 autumn2024 winter2024 spring2025 summer2025
  winter2025 spring2026 summer2026 winter2026 january1 monday01 secret123 secret1234 qwertz123 azerty123 dearbook woshishei woshinidie ms0083jxj`
    .split(/\s+/)
    .filter(word => word.length >= 8),
)
