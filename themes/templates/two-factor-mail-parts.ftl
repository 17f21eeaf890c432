<#-- What both forms of a mail say, as texts that neither has escaped yet. -->
<#import "/two-factor-plural.ftl" as plural>

<#function browser_>
  <#if browser?has_content && system?has_content>
    <#return msg("two-factor-mail-browser", browser, system)>
  </#if>
  <#return (browser?has_content || system?has_content)?then(browser + system, msg("two-factor-mail-browser-unknown"))>
</#function>

<#function address_>
  <#return address?has_content?then(address, msg("two-factor-mail-ip-unknown"))>
</#function>

<#-- The value that only some kinds have. -->
<#function extra>
  <#if kind == "device">
    <#return until>
  <#elseif kind?starts_with("address")>
    <#return newAddress?has_content?then(newAddress, msg("two-factor-mail-address-none"))>
  </#if>
  <#return failures>
</#function>

<#function happened>
  <#if kind == "address-set">
    <#return msg("two-factor-mail-body-address-set", account, time, extra())>
  </#if>
  <#local what = ["codes-low", "codes-none"]?seq_contains(kind)?then("code-used", kind)>
  <#local text = msg("two-factor-mail-body-" + what, account, time, browser_(), address_(), extra())>
  <#if what == "code-used">
    <#return text + " " + left()>
  </#if>
  <#if what == "support">
    <#list changes as change>
      <#local text = text + " " + msg("two-factor-mail-support-" + change)>
    </#list>
  </#if>
  <#return text>
</#function>

<#function left>
  <#if codesLeft == "0">
    <#return msg("two-factor-mail-codes-left-none")>
  </#if>
  <#return plural.counted("two-factor-mail-codes-left", codesLeft?number)>
</#function>

<#-- When it happened and, unless an administrator did it, from where. -->
<#function facts>
  <#local when = [{"label": msg("two-factor-mail-fact-when"), "value": time}]>
  <#if byOthers == "true">
    <#return when>
  </#if>
  <#return when + [
    {"label": msg("two-factor-mail-fact-browser"), "value": browser_()},
    {"label": msg("two-factor-mail-fact-ip"), "value": address_()}]>
</#function>

<#function supportName>
  <#return supportLabel?has_content?then(supportLabel, msg("two-factor-support-link"))>
</#function>
