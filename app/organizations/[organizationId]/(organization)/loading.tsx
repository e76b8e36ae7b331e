export { OrganizationSkeleton as default } from "@/components/organization/organization-skeleton";
