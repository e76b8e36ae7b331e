export { RequestLogSkeleton as default } from "@/components/request-logging/request-log-skeleton";
