{{/* What every kind of monitor has: how long, how safe, how named. */}}
{{- define "django-health-exporter.access" -}}
{{- with .Values.monitoring.basicAuth }}
basicAuth: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.monitoring.tlsConfig }}
tlsConfig: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/*
The operator gives each target a label "endpoint", which metrics of declared endpoints have too: theirs would
become "exported_endpoint", which no rule and no dashboard knows.
*/}}
{{- define "django-health-exporter.relabelings" -}}
- {action: labeldrop, regex: endpoint}
- action: replace
  sourceLabels: [__meta_kubernetes_pod_name, __meta_kubernetes_pod_container_port_number]
  separator: ":"
  targetLabel: instance
{{- with .Values.monitoring.relabelings }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Beside a Probe, of /metrics the exporter's own figures are kept; probe.own says what it asks for them. */}}
{{- define "django-health-exporter.metricRelabelings" -}}
{{- if .Values.probe.enabled }}
- {action: keep, sourceLabels: [__name__], regex: django_health_exporter_.+|process_.+|python_.+}
{{- end }}
{{- with .Values.monitoring.metricRelabelings }}
{{ toYaml . }}
{{- end }}
{{- end -}}
