export { KeyPolicySkeleton as default } from "@/components/key-policy/key-policy-skeleton";
