import { KeyFormSkeleton } from "@/components/integration-keys/form/key-form-skeleton";

export default function Loading() {
  return <KeyFormSkeleton title="Replace integration key" />;
}
