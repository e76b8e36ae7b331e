import { notFound } from "next/navigation";

/** Addresses of an account that no page serves: "not found" inside the frame, so that the way on is at hand. */
export default function NoSuchPage() {
  notFound();
}
