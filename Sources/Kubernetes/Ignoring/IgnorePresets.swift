/// Rules that have a name: what servers and controllers write into the objects of a cluster.
package enum IgnorePresets {
  /// The presets' names; the last one stands for all the others.
  package static let names = presets.map(\.name) + ["controllers"]

  /// The rules of a preset; nil when there is none of this name.
  package static func rules(of name: String) -> [IgnoreRule]? {
    if name == "controllers" { return presets.flatMap { IgnoreText(Array($0.text.utf8)).rules } }
    return presets.first { $0.name == name }.map { IgnoreText(Array($0.text.utf8)).rules }
  }

  /// The rules of each preset, as `.meshphase-ignore` would have them.
  package static let presets: [(name: String, text: String)] = [
    (
      "server",
      """
      # What the API server writes into every object.
      /status
      /metadata/uid
      /metadata/resourceVersion
      /metadata/generation
      /metadata/creationTimestamp
      /metadata/deletionTimestamp
      /metadata/deletionGracePeriodSeconds
      /metadata/managedFields
      /metadata/selfLink
      # kubectl apply keeps what was applied last.
      .metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]
      # Go programs print the empty time of a template as null.
      /spec/template/metadata/creationTimestamp
      /spec/jobTemplate/metadata/creationTimestamp
      /spec/jobTemplate/spec/template/metadata/creationTimestamp
      # Claims of a StatefulSet are completed as objects are.
      added,removed StatefulSet: /spec/volumeClaimTemplates/*/apiVersion
      added,removed StatefulSet: /spec/volumeClaimTemplates/*/kind
      StatefulSet: /spec/volumeClaimTemplates/*/metadata/creationTimestamp
      StatefulSet: /spec/volumeClaimTemplates/*/status
      # Addresses and ports are handed out where a Service does not ask for them.
      added,removed core/Service: /spec/clusterIP
      added,removed core/Service: /spec/clusterIPs
      added,removed core/Service: /spec/ipFamilies
      added,removed core/Service: /spec/ipFamilyPolicy
      added,removed core/Service: /spec/healthCheckNodePort
      added,removed core/Service: /spec/ports/*/nodePort
      added,removed core/Namespace: /spec/finalizers
      added,removed core/Namespace: .metadata.labels["kubernetes.io/metadata.name"]
      """
    ),
    (
      "kubernetes",
      """
      # What the controllers of Kubernetes write.
      /metadata/annotations/deployment.kubernetes.io~1*
      apps/DaemonSet: .metadata.annotations["deprecated.daemonset.template.generation"]
      ConfigMap kube-root-ca.crt
      # Token secrets, before Kubernetes 1.24 and on OpenShift.
      added,removed core/ServiceAccount: /secrets/*
      added,removed core/ServiceAccount: /imagePullSecrets/*
      core/ServiceAccount: .metadata.annotations["openshift.io/internal-registry-pull-secret-ref"]
      # A claim is bound to a volume.
      added,removed core/PersistentVolumeClaim: /spec/volumeName
      core/PersistentVolumeClaim: /metadata/annotations/pv.kubernetes.io~1*
      core/PersistentVolumeClaim: /metadata/annotations/volume.kubernetes.io~1storage-provisioner
      core/PersistentVolumeClaim: /metadata/annotations/volume.beta.kubernetes.io~1storage-provisioner
      core/PersistentVolumeClaim: /metadata/annotations/volume.kubernetes.io~1selected-node
      # A Job's pods are found by labels of its own.
      added,removed batch/Job: /spec/selector
      added,removed batch/Job: /**/labels/controller-uid
      added,removed batch/Job: /**/labels/job-name
      added,removed batch/Job: /**/labels/batch.kubernetes.io~1controller-uid
      added,removed batch/Job: /**/labels/batch.kubernetes.io~1job-name
      """
    ),
    (
      "hpa",
      """
      # A HorizontalPodAutoscaler sets the number of replicas of what it scales.
      apps/Deployment: /spec/replicas
      apps/StatefulSet: /spec/replicas
      apps/ReplicaSet: /spec/replicas
      argoproj.io/Rollout: /spec/replicas
      # What autoscaling/v1 cannot say is kept in annotations.
      autoscaling/HorizontalPodAutoscaler: /metadata/annotations/autoscaling.alpha.kubernetes.io~1*
      # The controller keeps metrics in an order of its own.
      moved autoscaling/HorizontalPodAutoscaler: /spec/metrics/*
      """
    ),
    (
      "istio",
      """
      # istiod puts its CA into the webhooks of its revision, and makes validation strict once it works.
      admissionregistration.k8s.io/MutatingWebhookConfiguration: \
      /webhooks[name=*sidecar-injector.istio.io]/clientConfig/caBundle
      admissionregistration.k8s.io/ValidatingWebhookConfiguration: \
      /webhooks[name=*validation.istio.io]/clientConfig/caBundle
      admissionregistration.k8s.io/ValidatingWebhookConfiguration: \
      /webhooks[name=*validation.istio.io]/failurePolicy
      ConfigMap istio-ca-root-cert
      """
    ),
    (
      "cert-manager",
      """
      # The CA injector fills in four kinds of objects.
      admissionregistration.k8s.io/MutatingWebhookConfiguration: /webhooks/*/clientConfig/caBundle
      admissionregistration.k8s.io/ValidatingWebhookConfiguration: /webhooks/*/clientConfig/caBundle
      apiextensions.k8s.io/CustomResourceDefinition: /spec/conversion/webhook/clientConfig/caBundle
      apiregistration.k8s.io/APIService: /spec/caBundle
      """
    ),
    (
      "argocd",
      """
      # Argo CD marks what it tracks. The label app.kubernetes.io/instance is not here: charts set it.
      .metadata.annotations["argocd.argoproj.io/tracking-id"]
      .metadata.annotations["argocd.argoproj.io/installation-id"]
      argoproj.io/Application: .metadata.annotations["argocd.argoproj.io/refresh"]
      argoproj.io/Application: /operation
      """
    ),
    (
      "helm",
      """
      # Helm marks what it installed; charts write their version into a label.
      /metadata/annotations/meta.helm.sh~1*
      /**/labels/helm.sh~1chart
      added,removed: .metadata.labels["app.kubernetes.io/managed-by"]
      """
    ),
  ]
}
