import { redirect } from "next/navigation";

import { apiInformationPage } from "@/lib/addresses/pages";

/** An account's address without a section is that of its overview. */
export default async function AccountPage({ params }: { readonly params: Promise<{ accountId: string }> }) {
  redirect(apiInformationPage((await params).accountId));
}
