{{/* An image of this version: list of the root and the plane's name. */}}
{{- define "sluice.image" -}}
{{- $root := index . 0 -}}
{{ $root.Values.image.registry }}/{{ index . 1 }}:{{ $root.Values.image.tag | default $root.Chart.AppVersion }}
{{- end }}

{{/*
The data planes as JSON: {"planes": [...]}, each with every value of dataPlane. Those of a class have what dataPlane says
where the class says nothing else, and a namespace and a fleet of their own. What the schema sees in parts is held together
here.
*/}}
{{- define "sluice.planes" -}}
{{- $planes := list -}}
{{- range .Values.classes -}}
{{- $own := dict "namespace" (printf "sluice-%s" .name) "fleet" .name -}}
{{- $planes = append $planes (mergeOverwrite (deepCopy $.Values.dataPlane) $own (deepCopy (.dataPlane | default dict))) -}}
{{- end -}}
{{- if not $planes -}}
{{- $planes = list .Values.dataPlane -}}
{{- end -}}
{{- $taken := dict -}}
{{- range $planes -}}
{{- $keys := list (printf "namespace %s" .namespace) (printf "fleet %s" .fleet) -}}
{{- if eq .service.type "NodePort" -}}
{{- $keys = concat $keys (list (printf "httpNodePort %v" .service.httpNodePort) (printf "httpsNodePort %v" .service.httpsNodePort)) -}}
{{- end -}}
{{- range $keys -}}
{{- if hasKey $taken . -}}
{{- fail (printf "classes: two have the %s; each needs its own" .) -}}
{{- end -}}
{{- $_ := set $taken . true -}}
{{- end -}}
{{- if and .lowPorts (not .hostNetwork) -}}
{{- fail (printf "fleet %s: lowPorts needs hostNetwork" .fleet) -}}
{{- end -}}
{{- if and .hostPorts (or .hostNetwork (ne .kind "DaemonSet")) -}}
{{- fail (printf "fleet %s: hostPorts needs kind DaemonSet, without hostNetwork" .fleet) -}}
{{- end -}}
{{- if and .autoscaling.enabled (ne .kind "Deployment") -}}
{{- fail (printf "fleet %s: autoscaling needs kind Deployment" .fleet) -}}
{{- end -}}
{{- end -}}
{{ dict "planes" $planes | toJson }}
{{- end }}

{{/* Whether this control plane has a controller class of its own, beside others in the cluster: "true" or nothing. */}}
{{- define "sluice.apart" -}}
{{- if ne .Values.ingressClass.controller "sluice.dev/ingress-controller" }}true{{ end -}}
{{- end }}

{{/* What a data plane's certificate says it is: list of the root and the fleet. */}}
{{- define "sluice.identity" -}}
{{- $root := index . 0 -}}
spiffe://sluice/{{ if include "sluice.apart" $root }}class/{{ $root.Values.ingressClass.name }}/{{ end }}fleet/{{ index . 1 }}
{{- end }}

{{/* The name of what is bound for this release in the whole cluster: list of the root and the role. */}}
{{- define "sluice.binding" -}}
{{- $root := index . 0 -}}
{{ index . 1 }}{{ if ne $root.Release.Name "sluice" }}-{{ $root.Release.Name }}{{ end }}
{{- end }}

{{/* What the certificates Job is to make. */}}
{{- define "sluice.certificates" -}}
{{- $planes := (include "sluice.planes" . | fromJson).planes -}}
- --authority={{ .Release.Namespace }}/sluice-authority
- --control-plane={{ .Release.Namespace }}/sluice-control-plane-tls=sluice-control-plane.{{ .Release.Namespace }}.svc
{{- range $planes }}
- --data-plane={{ .namespace }}/sluice-data-plane-tls={{ include "sluice.identity" (list $ .fleet) }}
{{- end }}
{{- range $planes }}
- --state-key={{ .namespace }}/sluice-state-key
{{- end }}
{{- end }}

{{/* Ports and folders of nodes are more than Pod Security's restricted allows; of a data plane. */}}
{{- define "sluice.podSecurity" -}}
{{ ternary "privileged" "restricted" (or .hostNetwork .hostPorts .stateOnNode) }}
{{- end }}

{{/* Only root gets a capability that is added; of a data plane. */}}
{{- define "sluice.user" -}}
{{ ternary 0 65532 .lowPorts }}
{{- end }}
