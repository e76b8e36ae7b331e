/* global SwaggerUIBundle */
// Nothing is kept: a pasted key lives as long as the page. Nothing is asked of other hosts: no validator.
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#reference",
  // It would put a link into each button that opens an operation.
  deepLinking: false,
  persistAuthorization: false,
  validatorUrl: null,
  withCredentials: false,
  displayRequestDuration: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
});

// Swagger UI leaves these without a name for those who do not see them.
const NAMES = [
  [".copy-to-clipboard button", "Copy"],
  ["textarea", "Request body"],
];
new MutationObserver(() => {
  for (const [selector, name] of NAMES) {
    for (const element of document.querySelectorAll(selector)) {
      if (!element.ariaLabel) element.ariaLabel = name;
    }
  }
  // Samples that scroll are scrolled by the keyboard too.
  for (const sample of document.querySelectorAll(".microlight:not([tabindex])")) sample.tabIndex = 0;
}).observe(document.body, { childList: true, subtree: true });
