import { KeyListSkeleton } from "@/components/integration-keys/key-list-states";
import { PageHead } from "@/components/ui/page-head";
import { Skeleton } from "@/components/ui/states";

export default function Loading() {
  return (
    <>
      <PageHead
        title="Integration keys"
        purpose="Secrets with which programs call the API as the people who created them."
        action={<Skeleton className="h-9 w-48" />}
      />
      <KeyListSkeleton />
    </>
  );
}
