{{/* The name of everything; at most 63 letters, as names of services have. */}}
{{- define "django-health-exporter.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What finds the pods, and never changes while a release lives. */}}
{{- define "django-health-exporter.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "django-health-exporter.labels" -}}
{{ include "django-health-exporter.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Those labels with further ones, which count before commonLabels: a map has each key once. */}}
{{- define "django-health-exporter.furtherLabels" -}}
{{ toYaml (mergeOverwrite (fromYaml (include "django-health-exporter.labels" .root)) .further) }}
{{- end -}}

{{/* The labels of what the Prometheus operator reads. */}}
{{- define "django-health-exporter.monitoringLabels" -}}
{{ include "django-health-exporter.furtherLabels" (dict "root" . "further" .Values.monitoring.labels) }}
{{- end -}}

{{/* The job: one application of one namespace, whoever asks. Rules know a target by job and instance alone. */}}
{{- define "django-health-exporter.job" -}}
{{ .Release.Namespace }}/{{ include "django-health-exporter.fullname" . }}
{{- end -}}

{{- define "django-health-exporter.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{ default (include "django-health-exporter.fullname" .) .Values.serviceAccount.name }}
{{- else -}}
{{ default "default" .Values.serviceAccount.name }}
{{- end -}}
{{- end -}}

{{- define "django-health-exporter.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end -}}
{{- end -}}
