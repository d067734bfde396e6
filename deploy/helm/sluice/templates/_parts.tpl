{{/* An image of this version: list of the root and the plane's name. */}}
{{- define "sluice.image" -}}
{{- $root := index . 0 -}}
{{ $root.Values.image.registry }}/{{ index . 1 }}:{{ $root.Values.image.tag | default $root.Chart.AppVersion }}
{{- end }}

{{/* Ports and folders of nodes are more than Pod Security's restricted allows. */}}
{{- define "sluice.podSecurity" -}}
{{- with .Values.dataPlane -}}
{{ ternary "privileged" "restricted" (or .hostNetwork .hostPorts .stateOnNode) }}
{{- end -}}
{{- end }}

{{/* Only root gets a capability that is added. */}}
{{- define "sluice.user" -}}
{{ ternary 0 65532 .Values.dataPlane.lowPorts }}
{{- end }}
