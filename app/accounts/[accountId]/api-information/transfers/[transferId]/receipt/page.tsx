import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";

import { TransferReceipt } from "@/components/transfers/transfer-receipt";
import { transferPage } from "@/lib/addresses/pages";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { TransferParams } from "@/lib/contracts/accounts/transfers";
import { getReceiptOf, getTransferOf } from "@/lib/transfers/reading/read-transfer";

export const metadata: Metadata = { title: "Receipt of a transfer" };

export default async function TransferReceiptPage({
  params,
}: PageProps<"/accounts/[accountId]/api-information/transfers/[transferId]/receipt">) {
  const given = await params;
  const ctx = await requireAccount(given.accountId);
  const parsed = TransferParams.safeParse(given);
  if (!parsed.success) notFound();
  const { transferId } = parsed.data;
  const transfer = await orNotFound(getTransferOf(ctx, transferId));
  if (transfer.carriedOutAt === null) redirect(transferPage(ctx.account.id, transferId));
  const receipt = await orNotFound(getReceiptOf(ctx, transferId));
  return <TransferReceipt accountId={ctx.account.id} receipt={receipt} now={new Date().toISOString()} />;
}
