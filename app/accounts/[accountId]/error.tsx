"use client";

export { ErrorView as default } from "@/components/frame/pages/error-view";
