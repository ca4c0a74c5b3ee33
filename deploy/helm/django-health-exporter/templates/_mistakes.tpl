{{/* What no schema can say: values that exclude each other, and passwords where everybody may read them. */}}
{{- define "django-health-exporter.mistakes" -}}
{{- $given := list -}}
{{- if .Values.config }}{{ $given = append $given "config" }}{{ end -}}
{{- if .Values.existingConfig.secret }}{{ $given = append $given "existingConfig.secret" }}{{ end -}}
{{- if .Values.existingConfig.configMap }}{{ $given = append $given "existingConfig.configMap" }}{{ end -}}
{{- if gt (len $given) 1 -}}
{{- fail (printf "%s: there is one configuration file; leave all but one out" (join " and " $given)) -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled .Values.podMonitor.enabled -}}
{{- fail "serviceMonitor and podMonitor would scrape the same pods, and every alert would fire twice; leave one out" -}}
{{- end -}}
{{- if not .Values.deployment.enabled -}}
{{- if or .Values.serviceMonitor.enabled .Values.probe.enabled -}}
{{- fail "serviceMonitor and probe need the deployment; for an exporter in other pods enable podMonitor and name them in podMonitor.selector" -}}
{{- end -}}
{{- if and .Values.podMonitor.enabled (not .Values.podMonitor.selector) -}}
{{- fail "podMonitor.selector: without the deployment, name the pods that have the exporter" -}}
{{- end -}}
{{- end -}}
{{- if and .Values.web.tls (not .Values.web.existingSecret) -}}
{{- fail "web.tls needs web.existingSecret, with a web.yml that has tls_server_config" -}}
{{- end -}}
{{- if and .Values.probe.enabled (not .Values.probe.targets) -}}
{{- fail "probe.targets: name what is to be asked, as /sd lists it" -}}
{{- end -}}
{{- include "django-health-exporter.offComponents" . -}}
{{- include "django-health-exporter.openPasswords" . -}}
{{- end -}}

{{/* The exporter answers 400 to the name of a component that is switched off, and would look down. */}}
{{- define "django-health-exporter.offComponents" -}}
{{- if and .Values.probe.enabled (or .Values.serviceMonitor.enabled .Values.podMonitor.enabled) -}}
{{- range $name := .Values.probe.own -}}
{{- $flag := printf "--no-collector.%s" $name -}}
{{- $variable := printf "DJANGO_HEALTH_EXPORTER_COLLECTOR_%s" (upper $name) -}}
{{- $off := or (has $flag $.Values.args) (eq (toString (dig "collectors" $name true $.Values.config)) "false") -}}
{{- range $.Values.env -}}
{{- if and (eq .name $variable) (has (lower (default "" .value)) (list "false" "0" "no" "off" "f" "n")) }}{{ $off = true }}{{ end -}}
{{- end -}}
{{- if $off -}}
{{- fail (printf "probe.own: %s is switched off, so the exporter would refuse to answer and look down; name a component that is on, or [] to ask all of them" $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Nothing but a whole ${NAME} stands for a password; a $ alone may be a letter of one. */}}
{{- define "django-health-exporter.openPasswords" -}}
{{- $config := toYaml .Values.config -}}
{{- $keys := regexFindAll "(?m)^[ -]*[\"']?(password|token|secret)[\"']?: .*$" $config -1 -}}
{{- $logins := regexFindAll "://[^/\\s@:]*:[^/\\s@]*@" $config -1 -}}
{{- range concat $keys $logins -}}
{{- if not (regexMatch ": ?[\"']?([$][{][A-Za-z_][A-Za-z0-9_]*[}])?[\"']?@?$" .) -}}
{{- fail "config: it goes into a ConfigMap, which many may read; put the password into a Secret, the Secret into secrets, and its path into password_file" -}}
{{- end -}}
{{- end -}}
{{- end -}}
