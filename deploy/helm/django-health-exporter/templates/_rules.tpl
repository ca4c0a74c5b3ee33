{{/*
The jobs that rules of this release are about, as a list in JSON; an empty one for all jobs. With rules about all
jobs in two releases each alert would fire twice.
*/}}
{{- define "django-health-exporter.jobs" -}}
{{- $values := .Values.prometheusRule -}}
{{- $monitored := or .Values.serviceMonitor.enabled .Values.podMonitor.enabled .Values.probe.enabled -}}
{{- if or $values.allJobs (not (or $values.jobs $monitored)) -}}
[]
{{- else if $values.jobs -}}
{{ toJson $values.jobs }}
{{- else if and .Values.podMonitor.enabled .Values.podMonitor.selector -}}
{{ include "django-health-exporter.jobsOfPods" . }}
{{- else -}}
{{ include "django-health-exporter.jobIsOurs" . -}}
{{ list (include "django-health-exporter.job" . | trim) | toJson }}
{{- end -}}
{{- end -}}

{{/* Of pods that are selected by the name of their application; with another label nobody knows their job. */}}
{{- define "django-health-exporter.jobsOfPods" -}}
{{- include "django-health-exporter.jobIsOurs" . -}}
{{- $name := dig "matchLabels" "app.kubernetes.io/name" "" .Values.podMonitor.selector -}}
{{- if not $name -}}
{{- fail "prometheusRule.jobs: podMonitor.selector does not tell the name of the application (matchLabels app.kubernetes.io/name); name the jobs, or set prometheusRule.allJobs" -}}
{{- end -}}
{{- $jobs := list -}}
{{- range default (list .Release.Namespace) .Values.podMonitor.namespaces -}}
{{- $jobs = append $jobs (printf "%s/%s" . $name) -}}
{{- end -}}
{{ toJson $jobs }}
{{- end -}}

{{- define "django-health-exporter.jobIsOurs" -}}
{{- range .Values.monitoring.relabelings -}}
{{- if eq (default "" .targetLabel) "job" -}}
{{- fail "prometheusRule.jobs: monitoring.relabelings gives the job another name; name it here too, or set prometheusRule.allJobs" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The files have rules of a job RELEASE_JOB; here it gets its name, or none. */}}
{{- define "django-health-exporter.narrowed" -}}
{{- $theirs := `job="RELEASE_JOB"` -}}
{{- if not .jobs -}}
{{ .text | replace (printf "{%s}" $theirs) "" | replace (printf ",%s" $theirs) "" }}
{{- else if eq (len .jobs) 1 -}}
{{ .text | replace $theirs (printf `job="%s"` (first .jobs)) }}
{{- else -}}
{{ .text | replace $theirs (printf `job=~"%s"` (join "|" .jobs | replace "." "[.]")) }}
{{- end -}}
{{- end -}}

{{/* A word that is misspelt leaves nothing out: nobody would notice. */}}
{{- define "django-health-exporter.knownRules" -}}
{{- range .excluded -}}
{{- if not (has . $.files) -}}
{{- fail (printf "prometheusRule.excludedFiles: there is no %s; there are %s" . (join ", " $.files)) -}}
{{- end -}}
{{- end -}}
{{- range .disabled -}}
{{- if not (has . $.alerts) -}}
{{- fail (printf "prometheusRule.disabled: there is no alert %s" .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
