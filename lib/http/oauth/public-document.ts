/** A document that anybody may read, scripts of other sites among them: the metadata of the authorization server. */
export function publicDocument(make: () => object): () => Response {
  return () =>
    new Response(JSON.stringify(make()), {
      headers: {
        "Content-Type": "application/json",
        "Cache-Control": "public, max-age=300",
        "Access-Control-Allow-Origin": "*",
      },
    });
}
