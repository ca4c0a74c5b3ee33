{{/* What the process is started with. */}}
{{- define "django-health-exporter.args" -}}
- --web.listen-address=:{{ .Values.web.port }}
{{- if or .Values.config .Values.existingConfig.secret .Values.existingConfig.configMap }}
- --config.file=/etc/django-health-exporter/{{ if .Values.config }}config.yaml{{ else }}{{ .Values.existingConfig.key }}{{ end }}
{{- end }}
{{- with .Values.django.settings }}
- --django.settings={{ . }}
{{- end }}
{{- with .Values.django.pythonpath }}
- --django.pythonpath={{ . }}
{{- end }}
{{- if .Values.web.existingSecret }}
- --web.config.file=/etc/django-health-exporter-web/web.yml
{{- end }}
{{- with .Values.web.routePrefix }}
- --web.route-prefix={{ . }}
{{- end }}
{{- with .Values.args }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* A path of the exporter, with what stands before all of them. */}}
{{- define "django-health-exporter.path" -}}
{{ .root.Values.web.routePrefix | trimSuffix "/" }}{{ .path }}
{{- end -}}

{{- define "django-health-exporter.scheme" -}}
{{ if .Values.web.tls }}https{{ else }}http{{ end }}
{{- end -}}

{{/* Asks the process itself, never what it watches: a database that is down is not mended by a new exporter. */}}
{{- define "django-health-exporter.httpGet" -}}
httpGet:
  path: {{ include "django-health-exporter.path" . }}
  port: health
  scheme: {{ include "django-health-exporter.scheme" .root | upper }}
{{- end -}}

{{- define "django-health-exporter.probes" -}}
startupProbe:
{{- with .Values.startupProbe }}
  {{- toYaml . | nindent 2 }}
{{- else }}
  {{- include "django-health-exporter.httpGet" (dict "root" . "path" "/-/healthy") | nindent 2 }}
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 30
{{- end }}
livenessProbe:
{{- with .Values.livenessProbe }}
  {{- toYaml . | nindent 2 }}
{{- else }}
  {{- include "django-health-exporter.httpGet" (dict "root" . "path" "/-/healthy") | nindent 2 }}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
{{- end }}
readinessProbe:
{{- with .Values.readinessProbe }}
  {{- toYaml . | nindent 2 }}
{{- else }}
  {{- include "django-health-exporter.httpGet" (dict "root" . "path" "/-/ready") | nindent 2 }}
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 2
{{- end }}
{{- end -}}

{{- define "django-health-exporter.volumeMounts" -}}
- name: tmp
  mountPath: /tmp
{{- if or .Values.config .Values.existingConfig.secret .Values.existingConfig.configMap }}
- name: config
  mountPath: /etc/django-health-exporter
  readOnly: true
{{- end }}
{{- if .Values.web.existingSecret }}
- name: web
  mountPath: /etc/django-health-exporter-web
  readOnly: true
{{- end }}
{{- range $place, $secret := .Values.secrets }}
- name: secret-{{ $place }}
  mountPath: /run/secrets/{{ $secret }}
  readOnly: true
{{- end }}
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Secrets are for the group of the process (fsGroup) to read, and for nobody else. */}}
{{- define "django-health-exporter.volumes" -}}
- name: tmp
  emptyDir: {sizeLimit: 16Mi}
{{- if .Values.config }}
- name: config
  configMap: {name: {{ include "django-health-exporter.fullname" . }}}
{{- else if .Values.existingConfig.configMap }}
- name: config
  configMap: {name: {{ .Values.existingConfig.configMap }}}
{{- else if .Values.existingConfig.secret }}
- name: config
  secret: {secretName: {{ .Values.existingConfig.secret }}, defaultMode: 0440}
{{- end }}
{{- with .Values.web.existingSecret }}
- name: web
  secret: {secretName: {{ . }}, defaultMode: 0440}
{{- end }}
{{- range $place, $secret := .Values.secrets }}
- name: secret-{{ $place }}
  secret: {secretName: {{ $secret }}, defaultMode: 0440}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}
