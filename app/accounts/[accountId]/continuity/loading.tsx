export { ContinuitySkeleton as default } from "@/components/continuity/continuity-skeleton";
