import { KeyListSkeleton } from "@/components/integration-keys/list/key-list-states";
import { PageHead } from "@/components/ui/page-head";
import { Skeleton } from "@/components/ui/states";

export default function Loading() {
  return (
    <>
      <PageHead
        title="Integration keys"
        purpose="What programs call the API with: keys that act as their creators, and apps that act as whoever consents."
        action={<Skeleton className="h-9 w-48" />}
      />
      <KeyListSkeleton />
    </>
  );
}
