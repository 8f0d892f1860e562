"""All settings in one typed object. Nothing is read from the environment before ``Settings()`` is called."""

from __future__ import annotations

from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

__all__ = ["Settings"]

_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Environment variables are ``ASSISTANT_`` + the field's name, unless the field says otherwise."""

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_", extra="ignore", frozen=True, populate_by_name=True
    )

    corpus_dir: Path = Field(_ROOT / "corpus", description="语料目录")
    data_dir: Path = Field(_ROOT / "data", description="索引等派生数据的目录，可删除后重建")
    chroma_url: str | None = Field(None, description="Chroma 服务地址；不填则用内嵌库")
    host: str = Field("127.0.0.1", description="网页监听地址")
    port: int = Field(7860, description="网页监听端口")
    question_limit: int = Field(2000, ge=50, description="单个问题的最多字数")
    turns_kept: int = Field(6, ge=0, description="追问时参考的前几轮")
    passages: int = Field(8, ge=1, le=50, description="每次检索保留的条款数")
    answer_threshold: float = Field(0.2, ge=0, le=1, description="低于此分的条款不作为依据")
    budget_seconds: float = Field(20, gt=0, description="单个回答的总时限，秒")
    chat_model: str | None = Field(None, description="语言模型名称；填写后启用语言模型引擎")
    embedding_model: str | None = Field(None, description="向量模型名称；填写后索引使用其向量")
    api_base: str | None = Field(
        None,
        validation_alias=AliasChoices("OPENAI_BASE_URL", "api_base"),
        description="OpenAI 兼容接口地址（OPENAI_BASE_URL）",
    )
    api_key: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("OPENAI_API_KEY", "api_key"),
        description="接口密钥（OPENAI_API_KEY）",
    )
