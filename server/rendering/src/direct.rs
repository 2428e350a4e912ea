//! The renderer of tests: in the same process, without the child's limits on memory and processor time.

use async_trait::async_trait;
use services::ports::render::{RenderError, RenderOrder, Rendered, Renderer};

use crate::engine;

/// Renders in this process, apart from the web threads. For tests and trusted templates only: a hostile document can take all memory.
#[derive(Debug, Clone, Copy, Default)]
pub struct DirectRenderer;

#[async_trait]
impl Renderer for DirectRenderer {
    async fn render(&self, order: RenderOrder) -> Result<Rendered, RenderError> {
        let rendered = tokio::task::spawn_blocking(move || engine::render_apart(order)).await;
        rendered.unwrap_or_else(|error| Err(RenderError::Engine(error.to_string())))
    }
}
