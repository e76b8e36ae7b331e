export { NotFoundView as default } from "@/components/frame/pages/not-found-view";
