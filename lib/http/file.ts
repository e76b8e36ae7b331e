type File = {
  readonly contentType: string;
  /** The name of the file: ASCII without quotes. */
  readonly fileName: string;
  readonly chunks: AsyncGenerator<string | Uint8Array>;
};

/** A download that is made as it is read. An error half way breaks the transfer off, so no part passes for the whole. */
export function fileResponse(file: File, requestId: string): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await file.chunks.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
    },
    async cancel() {
      await file.chunks.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": file.contentType,
      "Content-Disposition": `attachment; filename="${file.fileName}"`,
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "no-store",
      "X-Request-Id": requestId,
    },
  });
}
