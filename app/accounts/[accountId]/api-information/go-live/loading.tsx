import { GoLiveListSkeleton } from "@/components/go-live/go-live-list-skeleton";
import { PageHead } from "@/components/ui/page-head";

export default function Loading() {
  return (
    <>
      <PageHead
        title="Go Live"
        purpose="How far each key is on its way from this sandbox to production, and what comes next."
      />
      <GoLiveListSkeleton />
    </>
  );
}
