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
{{- $config := toYaml .Values.config -}}
{{- if or (regexMatch "(?m)^[ -]*(password|token|secret): *[\"']?[^$\\s\"'{]" $config) (regexMatch "://[^/\\s@:]*:[^/\\s@${]+@" $config) -}}
{{- fail "config: it goes into a ConfigMap, which many may read; put the password into a Secret, the Secret into secrets, and its path into password_file" -}}
{{- end -}}
{{- end -}}
