"""All settings in one typed object. Nothing is read from the environment before ``Settings()`` is called."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

__all__ = ["Settings"]

_ROOT = Path(__file__).resolve().parent.parent
_ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9][A-Za-z0-9.-]*(:\d{1,5})?")


def _listed(value: object) -> object:
    return tuple(v for v in re.split(r"[,，\s]+", value) if v) if isinstance(value, str) else value


def _origins(value: object) -> object:
    """Raises ValueError for what a browser would not take for the address of a site."""
    listed = _listed(value)
    for origin in listed if isinstance(listed, tuple | list) else ():
        if not _ORIGIN.fullmatch(str(origin)):
            raise ValueError(
                f"“{origin}”不是网站地址。请写成 https://www.example.gov.cn（可带端口，不带路径），几个之间用逗号隔开。"
            )
    return listed


def _sendable(key: SecretStr | None) -> SecretStr | None:
    """Raises ValueError for what no client could send in a header."""
    words = key.get_secret_value() if key else ""
    if not all("!" <= char <= "~" for char in words):
        raise ValueError("密钥只能用英文字母、数字和符号，不含空格。")
    return key if words else None


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]
Origins = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_origins)]
ServiceKey = Annotated[SecretStr | None, AfterValidator(_sendable)]


class Settings(BaseSettings):
    """Environment variables are ``ASSISTANT_`` + the field's name, unless the field says otherwise."""

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_", env_file=_ROOT / ".env", extra="ignore", frozen=True, populate_by_name=True
    )

    corpus_dir: Path = Field(_ROOT / "corpus", description="语料目录")
    data_dir: Path = Field(_ROOT / "data", description="索引和记录库所在的目录；其中 index 可删除后重建")
    chroma_url: str | None = Field(None, description="Chroma 服务地址；不填则用内嵌库")
    database_url: SecretStr | None = Field(
        None,
        description="记录库地址，如 postgresql://用户:密码@主机/库；不填则用 data_dir 中的 records.db（SQLite）",
    )
    retention_days: int | None = Field(None, ge=1, description="记录保留几天，过后自动清除；不填则一直保留")
    login_failures: int = Field(5, ge=1, description="连续输错几次密码后锁定账号")
    login_lock_minutes: float = Field(15, gt=0, description="账号锁定多久，分钟")
    login_hours: float = Field(12, gt=0, description="登录后多久须重新登录，小时")
    host: str = Field("127.0.0.1", description="网页监听地址")
    port: int = Field(7860, description="网页监听端口")
    trusted_proxies: str = Field(
        "", description="可信的反向代理地址，逗号分隔；只采信它们所写的 X-Forwarded-For"
    )
    asks_per_minute: int = Field(60, ge=0, description="每个地址每分钟最多提问几次，0为不限")
    user_asks_per_minute: int = Field(
        20, ge=0, description="请求注明用户时，每个用户每分钟最多提问几次，0为不限"
    )
    searches_per_minute: int = Field(600, ge=0, description="每个地址每分钟最多查询几次，0为不限")
    answers_at_once: int | None = Field(
        None, ge=1, description="同时处理几个问题；不填时本机引擎2个，语言模型引擎16个"
    )
    queue_limit: int = Field(200, ge=0, description="最多几个问题排队，再多则请稍后再试")
    retry_seconds: int = Field(5, ge=1, description="排队已满或尚未就绪时，建议多久后再试，秒")
    request_seconds: float = Field(60, gt=0, description="接口一次请求的总时限（含排队），秒")
    body_limit: int = Field(262_144, ge=1024, description="接口请求正文的最大字节数")
    public_hosts: Names = Field(
        (), description="反向代理转来的主机名（可带端口），逗号隔开；只监听本机时 MCP 接口用它识别来访"
    )
    service_key: ServiceKey = Field(None, description="调用 /v1 接口须出示的密钥；不填则不需要")
    metrics_token: ServiceKey = Field(
        None, description="读取 /metrics 须出示的令牌；不填则只有本机可以直接读取"
    )
    embed_origins: Origins = Field(
        (), description="可以嵌入本网页的网站，如 https://www.example.gov.cn，逗号隔开；不填则不可嵌入"
    )
    question_limit: int = Field(2000, ge=50, description="单个问题的最多字数")
    turns_kept: int = Field(6, ge=0, description="追问时参考的前几轮")
    passages: int = Field(8, ge=1, le=50, description="每次检索保留的条款数")
    answer_threshold: float = Field(0.2, ge=0, le=1, description="低于此分的条款不作为依据")
    budget_seconds: float = Field(20, gt=0, description="单个回答的总时限，秒")
    prompts_dir: Path = Field(_ROOT / "prompts", description="提示词目录")
    chat_model: str | None = Field(None, description="语言模型名称；填写后启用语言模型引擎")
    small_model: str | None = Field(
        None, description="改写追问、概括旧对话的小模型；不填则改写用语言模型，不概括"
    )
    model_tools: bool = Field(True, description="允许语言模型调用查条款、计算等工具；模型不支持时自动停用")
    model_calls: int = Field(4, ge=1, description="单个回答最多调用语言模型几次，不含改写和订正")
    tool_calls: int = Field(6, ge=0, description="单个回答最多调用工具几次")
    model_seconds: float = Field(8, gt=0, description="等待语言模型一次响应的最长时间，秒")
    token_budget: int = Field(8000, ge=1000, description="单次交给语言模型的最多 token 数")
    output_tokens: int = Field(800, ge=50, description="语言模型单次最多输出的 token 数")
    cost_budget: Decimal = Field(Decimal("0.5"), ge=0, description="单个回答的费用上限，元；须填单价才起作用")
    price_input: Decimal = Field(Decimal(0), ge=0, description="语言模型输入单价，元／百万 token")
    price_output: Decimal = Field(Decimal(0), ge=0, description="语言模型输出单价，元／百万 token")
    breaker_failures: int = Field(3, ge=1, description="接口连续失败几次后暂停调用")
    breaker_seconds: float = Field(30, gt=0, description="暂停调用多久后再试，秒")
    embedding_model: str | None = Field(None, description="向量模型名称；填写后检索也用接口的向量")
    embedding_batch: int = Field(10, ge=1, description="建索引时一次向接口要几段文字的向量")
    embedding_seconds: float = Field(
        2, gt=0, description="提问时等接口给出向量的最长时间，秒；过时只用本机向量"
    )
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
