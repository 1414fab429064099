{{- define "quince.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "quince.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains (include "quince.name" .) .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "quince.name" .) | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Selectors never change after the first install, so they hold the two lasting labels only (and the component, of the rest). */}}
{{- define "quince.selector" -}}
app.kubernetes.io/name: {{ include "quince.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "quince.labels" -}}
{{ include "quince.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: quince
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "quince.redis.selector" -}}
app.kubernetes.io/name: {{ include "quince.name" . }}-redis
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "quince.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "quince.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (ternary (include "quince.fullname" .) "default" .Values.serviceAccount.create) -}}
{{- end -}}

{{/* Of a pod and of a container, as the restricted level of the pod security standards asks. */}}
{{- define "quince.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .Values.runAsUser }}
runAsGroup: {{ .Values.runAsUser }}
fsGroup: {{ .Values.runAsUser }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "quince.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* quince.yaml: what the user gave, and what the chart knows better. */}}
{{- define "quince.config" -}}
{{- $config := deepCopy .Values.config -}}
{{- range $key := list "brands" "sources" "channels" -}}
{{- if not (index $config $key) }}{{- $config = omit $config $key -}}{{ end -}}
{{- end -}}
{{- $listen := dict "metrics" (printf "0.0.0.0:%v" .Values.metrics.port) -}}
{{- $_ := set $listen "desk" (printf "127.0.0.1:%v" .Values.desk.port) -}}
{{- if .Values.hooks.enabled }}{{- $_ := set $listen "hooks" (printf "0.0.0.0:%v" .Values.hooks.port) -}}{{ end -}}
{{- $_ := set $config "store" (dict "dir" "/var/lib/quince") -}}
{{- $_ := set $config "listen" $listen -}}
{{- if .Values.desk.url }}{{- $_ := set $config "desk" (dict "url" .Values.desk.url) -}}{{ end -}}
{{- if .Values.redis.bundled.enabled -}}
{{- $_ := set $config "redis" (dict "url" (printf "redis://%s-redis:6379" (include "quince.fullname" .))) -}}
{{- else if .Values.redis.existingSecret -}}
{{- $_ := set $config "redis" (dict "url_file" "/etc/quince/redis/url") -}}
{{- else if .Values.redis.url -}}
{{- $_ := set $config "redis" (dict "url" .Values.redis.url) -}}
{{- end -}}
{{- if .Values.rules }}{{- $_ := set $config "rules" (dict "dir" "/etc/quince/rules") -}}{{ end -}}
{{- toYaml $config -}}
{{- end -}}
