export { PageSkeleton as default } from "@/components/frame/pages/page-skeleton";
