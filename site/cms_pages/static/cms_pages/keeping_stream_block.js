// The editor of KeepingStreamBlock (kept.py): data kept from a missing module is shown and sent
// back, but is no kind of block that one could add.
(() => {
  const { StreamBlockDefinition } = window.wagtailStreamField.blocks;

  class KeepingStreamBlockDefinition extends StreamBlockDefinition {
    constructor(...args) {
      super(...args);
      this.groupedChildBlockDefs = this.groupedChildBlockDefs
        .map(([group, definitions]) => [group, definitions.filter(({ name }) => name !== "kept")])
        .filter(([, definitions]) => definitions.length);
    }
  }

  window.telepath.register("cms_pages.KeepingStreamBlock", KeepingStreamBlockDefinition);
})();
