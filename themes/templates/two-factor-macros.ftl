<#-- What the pages share. Nothing here asks more of a login theme than its template.ftl; classes of the
     theme are used where it has them, and two-factor-1.css is enough where it has none. -->

<#import "two-factor-plural.ftl" as plural>

<#-- Whether the theme has drawn the heading: base leaves it out when it shows the user name instead. -->
<#assign headed = false>

<#-- keycloak.v2 puts the frame of a field around the input, the older themes on it. -->
<#assign framed = (properties.kcFormControlUtilClass!)?has_content>

<#function counted prefix number>
  <#return plural.counted(prefix, number)>
</#function>

<#function duration seconds>
  <#if seconds lt 60>
    <#return counted("two-factor-seconds", (seconds lt 1)?then(1, seconds))>
  <#elseif seconds lt 7200>
    <#return counted("two-factor-minutes", (seconds / 60)?ceiling)>
  </#if>
  <#return counted("two-factor-hours", (seconds / 3600)?ceiling)>
</#function>

<#-- The way on, by the name of the application where it has one; a client's name may be a message of the theme's. -->
<#function onward notNow=false>
  <#if !(twoFactor.application!)?has_content>
    <#return msg("two-factor-continue")>
  </#if>
  <#local application = advancedMsg(twoFactor.application)>
  <#return notNow?then(msg("two-factor-not-now", application), msg("two-factor-continue-to", application))>
</#function>

<#function pageTitle heading failed>
  <#local title = heading>
  <#if (twoFactor.issuer!)?has_content>
    <#local title = msg("two-factor-document-title", heading, twoFactor.issuer)>
  </#if>
  <#return failed?then(msg("two-factor-document-title-error", title), title)>
</#function>

<#-- From 26.5 on template.ftl prints the variable "title". Where it does not, the script sets it. -->
<#macro document heading failed=false>
  <#global title = pageTitle(heading, failed)>
</#macro>

<#-- A language without a bundle of ours falls back to English: what is written is told by the message, not by
     the page, and runs in its own direction. -->
<#macro page section heading failed=false scripts=[]>
  <#if section == "header">
    <#assign headed = true>
    <span lang="${msg("two-factor-language")}" dir="auto">${heading}</span>
  <#elseif section == "show-username">
    <#if !headed>
      <#assign headed = true>
      <h1 id="kc-page-title" lang="${msg("two-factor-language")}" dir="auto">${heading}</h1>
    </#if>
  <#elseif section == "form">
    <link rel="stylesheet" href="${url.resourcesPath}/css/two-factor-1.css">
    <script src="${url.resourcesPath}/js/two-factor-form-1.js" defer></script>
    <#list scripts as script>
    <script src="${url.resourcesPath}/js/two-factor-${script}-1.js" defer></script>
    </#list>
    <div class="two-factor" lang="${msg("two-factor-language")}" dir="auto" data-two-factor-title="${pageTitle(heading, failed)}" data-two-factor-name-user="${msg("two-factor-name-user")}" data-two-factor-name-language="${msg("two-factor-name-language")}">
      <#if !headed>
      <h1 id="kc-page-title">${heading}</h1>
      </#if>
      <#nested>
    </div>
  </#if>
</#macro>

<#macro form class="" id="">
  <form action="${url.loginAction}" method="post" novalidate<#if id?has_content> id="${id}"</#if> class="two-factor-form ${class}" data-two-factor-form>
    <#nested>
  </form>
</#macro>

<#macro primary do label>
  <button type="submit" name="do" value="${do}" class="two-factor-button two-factor-primary ${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${label}</button>
</#macro>

<#macro secondary do label>
  <button type="submit" name="do" value="${do}" class="two-factor-button two-factor-secondary ${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!"pf-m-secondary"} ${properties.kcButtonBlockClass!}">${label}</button>
</#macro>

<#-- A form of its own, so that it works whatever the field holds and Enter never means it. -->
<#macro alone do label style="link">
  <@form class="two-factor-alone">
    <#if style == "primary">
      <@primary do=do label=label/>
    <#elseif style == "secondary">
      <@secondary do=do label=label/>
    <#else>
      <button type="submit" name="do" value="${do}" class="two-factor-link">${label}</button>
    </#if>
  </@form>
</#macro>

<#macro icon kind hidden=false>
  <svg<#if hidden> hidden</#if> class="two-factor-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
    <#switch kind>
      <#case "success"><path fill="currentColor" d="M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0Zm4.2 6-5 5.2a.9.9 0 0 1-1.3 0L3.8 9a.9.9 0 0 1 1.3-1.3l1.5 1.5 4.3-4.5A.9.9 0 0 1 12.2 6Z"/><#break>
      <#case "info"><path fill="currentColor" d="M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0Zm0 3.2a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 0 1 0-2.4Zm1.6 9.3H6.4v-1.4h.8V8h-.8V6.6h2.4v4.5h.8v1.4Z"/><#break>
      <#case "warning"><path fill="currentColor" d="M9 1.1a1.2 1.2 0 0 0-2 0L.2 13.3A1.2 1.2 0 0 0 1.2 15h13.6a1.2 1.2 0 0 0 1-1.7L9 1.1ZM7 5h2l-.2 5H7.2L7 5Zm1 8.2A1.2 1.2 0 1 1 8 10.8a1.2 1.2 0 0 1 0 2.4Z"/><#break>
      <#default><path fill="currentColor" d="M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0ZM7 3.5h2L8.8 9H7.2L7 3.5Zm1 9a1.2 1.2 0 1 1 0-2.4 1.2 1.2 0 0 1 0 2.4Z"/>
    </#switch>
  </svg>
</#macro>

<#-- With "later" the script can turn it into a notice of that kind, icon and all. -->
<#macro notice kind role="" id="" later="">
  <div class="two-factor-notice two-factor-${kind}"<#if role?has_content> role="${role}"</#if><#if id?has_content> id="${id}"</#if>>
    <@icon kind=kind/>
    <#if later?has_content>
    <@icon kind=later hidden=true/>
    </#if>
    <div class="two-factor-stack-small">
      <#nested>
    </div>
  </div>
</#macro>

<#-- The one field of a page. The nested part is the error in words, empty when there is none. -->
<#macro codeField label hint failed numeric focus described="" refused="">
  <#local class = "two-factor-input">
  <#local describedBy = ["two-factor-hint"]>
  <#if described?has_content><#local describedBy = [described] + describedBy></#if>
  <#if failed><#local describedBy = ["two-factor-error"] + describedBy></#if>
  <div class="two-factor-field">
    <label for="two-factor-code" class="two-factor-label">${label}</label>
    <p id="two-factor-hint" class="two-factor-hint">${hint}</p>
    <#if failed>
    <@notice kind="danger" role="alert" id="two-factor-error"><#nested></@notice>
    </#if>
    <#if framed>
    <span class="two-factor-frame ${properties.kcInputClass!}<#if failed> ${properties.kcError!}</#if>">
    <#else>
      <#local class = class + " " + (properties.kcInputClass!)>
    </#if>
      <input id="two-factor-code" name="code" type="text" class="${class}" maxlength="64"<#if refused?has_content> value="${refused}"</#if>
        <#if numeric>
        inputmode="numeric" pattern="[0-9 ]*" autocomplete="one-time-code"
        <#else>
        autocomplete="off" autocapitalize="characters"
        </#if>
        autocorrect="off" spellcheck="false" translate="no" dir="ltr" enterkeyhint="go"
        aria-describedby="${describedBy?join(" ")}"<#if failed> aria-invalid="true"</#if>
        <#if focus>autofocus</#if>>
    <#if framed>
    </span>
    </#if>
  </div>
</#macro>

<#-- A link that a realm's settings name, to a page outside of the sign-in. -->
<#macro webLink address label>
  <#if address?lower_case?starts_with("https://") || address?lower_case?starts_with("http://")>
    <p><a href="${address}" target="_blank" rel="noopener noreferrer">${label}<span class="two-factor-unseen"> ${msg("two-factor-new-tab")}</span></a></p>
  </#if>
</#macro>

<#-- One of several fields of a form. The nested part is the error in words, shown when it failed. -->
<#macro textField name type autocomplete label failed>
  <#local class = "two-factor-input two-factor-plain">
  <div class="two-factor-field">
    <label for="two-factor-${name}" class="two-factor-label">${label}</label>
    <#if failed>
    <@notice kind="danger" role="alert" id="two-factor-error"><#nested></@notice>
    </#if>
    <#if framed>
    <span class="two-factor-frame ${properties.kcInputClass!}<#if failed> ${properties.kcError!}</#if>">
    <#else>
      <#local class = class + " " + (properties.kcInputClass!)>
    </#if>
      <input id="two-factor-${name}" name="${name}" type="${type}" class="${class}" autocomplete="${autocomplete}" autocapitalize="off" autocorrect="off" spellcheck="false" dir="ltr"<#if failed> aria-invalid="true" aria-describedby="two-factor-error" autofocus</#if>>
    <#if framed>
    </span>
    </#if>
  </div>
</#macro>

<#-- An app keeps the entry of a key that is dead, under the same name as the new one. In a new phone there is but the new one. -->
<#macro oldEntry several=false>
  <#if (twoFactor.issuer!)?has_content>
  <p>${msg(several?then("two-factor-done-old-entries", "two-factor-codes-two-entries"), twoFactor.issuer)}</p>
  </#if>
</#macro>

<#-- No entry is good for anything any more. -->
<#macro deadEntry>
  <#if (twoFactor.issuer!)?has_content>
  <p>${msg("two-factor-done-dead-entry", twoFactor.issuer)}</p>
  </#if>
</#macro>

<#-- What becomes of the app that there is, and of the recovery codes, while another app is set up. -->
<#function replaceText>
  <#local text = msg((twoFactor.appBlocked!false)?then("two-factor-replace-blocked", "two-factor-replace-text"))>
  <#return ((twoFactor.codesLeft!0) gt 0)?then(text + " " + msg("two-factor-replace-codes"), text)>
</#function>

<#-- The form is named where the box stands outside of it. -->
<#macro endSessions form="">
  <#if twoFactor.endSessions!false>
  <div>
    <label class="two-factor-check" for="two-factor-end-sessions">
      <input type="checkbox" id="two-factor-end-sessions" name="endSessions" value="on" checked<#if form?has_content> form="${form}"</#if> aria-describedby="two-factor-end-sessions-help">
      <span>${msg("two-factor-end-sessions")}</span>
    </label>
    <p id="two-factor-end-sessions-help" class="two-factor-hint">${msg("two-factor-end-sessions-help")}</p>
  </div>
  </#if>
</#macro>

<#-- What users who have just set two-factor up are told once it is on, and not while a code runs out. -->
<#macro afterSetUp>
  <#if twoFactor.afterSetUp!false>
  <ul class="two-factor-hint">
    <li>${msg("two-factor-codes-app", twoFactor.issuer!)}</li>
    <#if twoFactor.twoEntries!false>
    <li>${msg("two-factor-codes-two-entries", twoFactor.issuer!)}</li>
    </#if>
  </ul>
  </#if>
  <@endSessions form="two-factor-saved-form"/>
</#macro>

<#-- The same place on every page: last. -->
<#macro support question>
  <#if twoFactor.support??>
    <@webLink address=(twoFactor.support.help)! label=msg("two-factor-help")/>
    <#local text = (twoFactor.support.text)!>
    <#local address = ((twoFactor.support.url)!)?trim>
    <#local web = address?lower_case?starts_with("https://") || address?lower_case?starts_with("http://")>
    <#local linked = web || address?lower_case?starts_with("mailto:")>
    <#if linked || text?has_content>
    <p class="two-factor-support">
      ${question}
      <#if text?has_content>
      <span dir="auto">${text}</span>
      </#if>
      <#if linked>
      <a href="${address}"<#if web> target="_blank" rel="noopener noreferrer"</#if>>${msg("two-factor-support-link")}<#if web><span class="two-factor-unseen"> ${msg("two-factor-new-tab")}</span></#if></a>
      </#if>
    </p>
    </#if>
  </#if>
</#macro>
