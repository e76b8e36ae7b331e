"use client";

export { ErrorView as default } from "@/components/frame/error-view";
