<#-- Which of a text's forms -one, -two, -few and -many a number takes. MessageFormat's choice needs a Number, which
     Keycloak 26.4 does not pass on, and knows no rule but ranges: hence one key a form, and the rule by its name. -->
<#function formOf number>
  <#local fewByLastDigit = [2, 3, 4]?seq_contains(number % 10) && ![12, 13, 14]?seq_contains(number % 100)>
  <#switch msg("two-factor-plural")>
    <#case "none">
      <#return "many">
    <#case "french">
      <#return (number lt 2)?then("one", "many")>
    <#case "polish">
      <#return (number == 1)?then("one", fewByLastDigit?then("few", "many"))>
    <#case "ukrainian">
      <#return (number % 10 == 1 && number % 100 != 11)?then("one", fewByLastDigit?then("few", "many"))>
    <#case "arabic">
      <#if number == 1 || number == 2>
        <#return (number == 1)?then("one", "two")>
      </#if>
      <#return (number % 100 gte 3 && number % 100 lte 10)?then("few", "many")>
    <#default>
      <#return (number == 1)?then("one", "many")>
  </#switch>
</#function>

<#function counted prefix number>
  <#return msg(prefix + "-" + formOf(number), number?c)>
</#function>
