<#-- The trusted devices on the card. Each button is in a form of its own, and tells which device it means. -->
<#function deviceName device>
  <#if device.browser?has_content && device.system?has_content>
    <#return msg("two-factor-devices-name", device.browser, device.system)>
  <#elseif device.browser?has_content || device.system?has_content>
    <#return device.browser + device.system>
  </#if>
  <#return msg("two-factor-devices-unknown")>
</#function>
    <section class="two-factor-step" aria-labelledby="two-factor-devices-heading">
      <h3 id="two-factor-devices-heading">${msg("two-factor-devices-title")}</h3>
      <p>${msg("two-factor-devices-text")}</p>
      <ul class="two-factor-devices">
        <#list twoFactor.devices as device>
        <li class="two-factor-device">
          <div class="two-factor-stack-small">
            <p class="two-factor-device-name"><strong dir="auto">${deviceName(device)}</strong><#if device.here> <span class="two-factor-badge two-factor-badge-none">${msg("two-factor-devices-this")}</span></#if></p>
            <ul class="two-factor-facts two-factor-muted">
              <li><@day date=device.added key="two-factor-devices-added"/></li>
              <li><@day date=device.used key="two-factor-devices-used"/></li>
              <li><@day date=device.until key="two-factor-devices-until"/></li>
            </ul>
          </div>
          <@tf.form class="two-factor-alone">
            <input type="hidden" name="device" value="${device.id}">
            <button type="submit" name="do" value="remove-device" class="two-factor-small" aria-label="${msg("two-factor-devices-remove-which", deviceName(device))}">${msg("two-factor-devices-remove")}</button>
          </@tf.form>
        </li>
        </#list>
      </ul>
      <#if twoFactor.devices?size gt 1>
      <@tf.alone do="remove-devices" label=msg("two-factor-devices-remove-all")/>
      </#if>
    </section>
