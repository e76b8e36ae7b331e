export { NoticesSkeleton as default } from "@/components/notices/notices-skeleton";
