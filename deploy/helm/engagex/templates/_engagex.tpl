{{- define "engagex.name" -}}
{{- if contains "engagex" .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-engagex" .Release.Name | trunc 50 | trimSuffix "-" }}{{ end -}}
{{- end -}}

{{- define "engagex.selector" -}}
app.kubernetes.io/name: engagex
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "engagex.labels" -}}
{{ include "engagex.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "engagex.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{/* A setting from the secret: a dict of root, name, and key or optional. */}}
{{- define "engagex.secret" }}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .root.Values.existingSecret }}
      key: {{ .key | default .name }}
      {{- if .optional }}
      optional: true
      {{- end }}
{{- end -}}

{{- define "engagex.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "engagex.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{/* What every process is told. */}}
{{- define "engagex.env" -}}
- { name: NODE_ENV, value: production }
- { name: HOST, value: 0.0.0.0 }
- { name: PUBLIC_URL, value: {{ .Values.publicUrl | quote }} }
- { name: DRAIN_SECONDS, value: {{ .Values.drainSeconds | quote }} }
{{- if .Values.metrics.enabled }}
- { name: METRICS_HOST, value: 0.0.0.0 }
- { name: METRICS_PORT, value: {{ .Values.metrics.port | quote }} }
{{- end }}
{{- range $name, $value := .Values.settings }}
- { name: {{ $name }}, value: {{ $value | toString | quote }} }
{{- end }}
{{- end -}}

{{/* Where the files are. */}}
{{- define "engagex.filesEnv" -}}
{{- $root := . }}
- { name: FILES_DIR, value: /var/lib/engagex/files }
{{- with .Values.files.s3 }}
{{- if .bucket }}
- { name: S3_ENDPOINT, value: {{ .endpoint | quote }} }
- { name: S3_BUCKET, value: {{ .bucket | quote }} }
- { name: S3_REGION, value: {{ .region | quote }} }
{{- range list "S3_ACCESS_KEY_ID" "S3_SECRET_ACCESS_KEY" }}
{{- include "engagex.secret" (dict "root" $root "name" .) }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* What API, worker and the door for events are told besides. */}}
{{- define "engagex.backEnv" -}}
{{- $root := . }}
- { name: PORT, value: "3001" }
{{ include "engagex.filesEnv" . }}
{{- range list "DATABASE_URL" "INTERNAL_SECRET" "TRACKING_SECRET" "ENCRYPTION_SECRET" }}
{{- include "engagex.secret" (dict "root" $root "name" .) }}
{{- end }}
{{- range list "REDIS_URL" "SMTP_URL" "SENDGRID_API_KEY" "DKIM_PRIVATE_KEY" "BOUNCE_MAILBOX_URL" "STRIPE_SECRET_KEY" "STRIPE_WEBHOOK_SECRETS" "STRIPE_METER_WEBHOOK_SECRETS" }}
{{- include "engagex.secret" (dict "root" $root "name" . "optional" true) }}
{{- end }}
{{- if .Values.bounces.enabled }}
- { name: BOUNCE_HOST, value: {{ required "bounces.host: the host whose MX leads to the service" .Values.bounces.host | quote }} }
{{- end }}
{{- end -}}

{{/* One kind of process: a dict of root, component, command, port and env (rendered). */}}
{{- define "engagex.deployment" -}}
{{- $root := .root }}
{{- $values := index $root.Values .component }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "engagex.name" $root }}-{{ .component }}
  labels: {{- include "engagex.labels" . | nindent 4 }}
spec:
  {{- if not $values.autoscaling.enabled }}
  replicas: {{ $values.replicas }}
  {{- end }}
  selector:
    matchLabels: {{- include "engagex.selector" . | nindent 6 }}
  strategy:
    rollingUpdate: { maxUnavailable: 0, maxSurge: 1 }
  template:
    metadata:
      labels: {{- include "engagex.labels" . | nindent 8 }}
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ $values.gracePeriodSeconds }}
      {{- with $root.Values.image.pullSecrets }}
      imagePullSecrets: {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      securityContext: {{- include "engagex.podSecurity" $root | nindent 8 }}
      topologySpreadConstraints:
        {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
        - maxSkew: 1
          topologyKey: {{ . }}
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {{- include "engagex.selector" $ | nindent 14 }}
        {{- end }}
      {{- with $values.nodeSelector }}
      nodeSelector: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.tolerations }}
      tolerations: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.affinity }}
      affinity: {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .component }}
          image: {{ include "engagex.image" $root }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          command: {{ .command | toJson }}
          env: {{- .env | nindent 12 }}
          ports:
            - { name: http, containerPort: {{ .port }} }
            {{- if $root.Values.metrics.enabled }}
            - { name: metrics, containerPort: {{ $root.Values.metrics.port }} }
            {{- end }}
            {{- if and (eq .component "worker") $root.Values.bounces.enabled }}
            - { name: smtp, containerPort: 2525 }
            {{- end }}
          # Never asks the database: restarting a process does not bring it back.
          livenessProbe:
            httpGet: { path: /health/live, port: http }
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            httpGet: { path: /health/ready, port: http }
            periodSeconds: 3
            timeoutSeconds: 5
            failureThreshold: 2
          startupProbe:
            httpGet: { path: /health/live, port: http }
            periodSeconds: 2
            failureThreshold: 60
          resources: {{- toYaml $values.resources | nindent 12 }}
          securityContext: {{- include "engagex.containerSecurity" $root | nindent 12 }}
          volumeMounts:
            - { name: tmp, mountPath: /tmp }
            {{- if ne .component "bff" }}
            - { name: files, mountPath: /var/lib/engagex/files }
            {{- end }}
      volumes:
        - name: tmp
          emptyDir: {}
        {{- if ne .component "bff" }}
        - name: files
          {{- if $root.Values.files.existingClaim }}
          persistentVolumeClaim: { claimName: {{ $root.Values.files.existingClaim }} }
          {{- else }}
          emptyDir: {} # journals; the rest is in the bucket
          {{- end }}
        {{- end }}
{{- if $values.autoscaling.enabled }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ include "engagex.name" $root }}-{{ .component }}
  labels: {{- include "engagex.labels" . | nindent 4 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "engagex.name" $root }}-{{ .component }}
  minReplicas: {{ $values.autoscaling.minReplicas }}
  maxReplicas: {{ $values.autoscaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: { type: Utilization, averageUtilization: {{ $values.autoscaling.cpuPercent }} }
    - type: Resource
      resource:
        name: memory
        target: { type: Utilization, averageUtilization: {{ $values.autoscaling.memoryPercent }} }
  behavior:
    scaleDown: { stabilizationWindowSeconds: 300 }
{{- end }}
{{- if $values.podDisruptionBudget }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "engagex.name" $root }}-{{ .component }}
  labels: {{- include "engagex.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  selector:
    matchLabels: {{- include "engagex.selector" . | nindent 6 }}
{{- end }}
{{- end -}}
